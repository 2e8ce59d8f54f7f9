-- One row per person and insured period.
create table premium (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    benefit_id varchar,
    level varchar,
    start_date date,
    end_date date,
    premium_fen bigint,
    content ubigint not null
);
