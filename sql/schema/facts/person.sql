-- One row per person and batch: a sighting. Birth is kept to the month.
create table person (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    birth_month date,
    sex varchar,
    is_foreign boolean,
    content ubigint not null
);
