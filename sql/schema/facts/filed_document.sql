-- One row per policy document or major event put on file with the leading group.
create table filed_document (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    title varchar not null,
    category varchar,
    document_no varchar,
    organiser varchar,
    event_date date,
    filed_on date,
    content ubigint not null
);
