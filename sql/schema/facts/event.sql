-- One row per event held.
create table event (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    event_name varchar not null,
    category varchar,
    event_date date,
    end_date date,
    place varchar,
    organiser varchar,
    participants integer,
    cost_fen bigint,
    content ubigint not null
);
