-- One row per milestone and status reported.
create table milestone (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    milestone_id varchar not null,
    status varchar not null,
    event_date date,
    content ubigint not null
);
