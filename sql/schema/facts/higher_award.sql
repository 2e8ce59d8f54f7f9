-- One row per award of a higher level that a benefit here matches.
create table higher_award (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    benefit_id varchar,
    award_name varchar not null,
    award_level varchar,
    event_date date,
    amount_fen bigint,
    content ubigint not null
);
