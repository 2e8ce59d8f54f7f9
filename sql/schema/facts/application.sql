-- One row per application for a benefit and stage it reached.
create table application (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    benefit_id varchar not null,
    application_no varchar,
    person_key varchar,
    employer_id varchar,
    stage varchar not null,
    event_date date,
    amount_fen bigint,
    town varchar,
    content ubigint not null
);
