-- One row per project and stage it reached.
create table project (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    project_name varchar not null,
    project_kind varchar not null,
    benefit_id varchar,
    person_key varchar,
    employer_id varchar,
    stage varchar,
    event_date date,
    investment_fen bigint,
    town varchar,
    content ubigint not null
);
