-- One row per budget line, year and kind of figure.
create table budget_line (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    budget_year integer not null,
    line_code varchar not null,
    kind varchar not null,
    amount_fen bigint,
    event_date date,
    content ubigint not null
);
