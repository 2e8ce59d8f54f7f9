-- One row per housing project and stage reached.
create table housing_stage (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    project_name varchar not null,
    stage varchar not null,
    event_date date,
    dwellings integer,
    town varchar,
    content ubigint not null
);
