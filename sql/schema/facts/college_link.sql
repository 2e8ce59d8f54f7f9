-- One row per partner college and term of the partnership; no end: still running.
create table college_link (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    college_name varchar not null,
    is_in_province boolean,
    start_date date,
    end_date date,
    content ubigint not null
);
