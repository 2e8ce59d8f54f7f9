-- One row per employer on an organised recruitment trip.
create table trip (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    benefit_id varchar,
    trip_name varchar not null,
    event_date date,
    end_date date,
    place varchar,
    openings integer,
    agreed integer,
    cost_fen bigint,
    content ubigint not null
);
