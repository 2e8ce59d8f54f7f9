-- One row per employer and batch: a sighting.
create table employer (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar not null,
    employer_name varchar,
    employer_kind varchar,
    content ubigint not null
);
