-- One row per start-up and year: its local contribution and the share of its founder in basis points.
create table start_up (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    person_key varchar,
    benefit_id varchar,
    established_on date,
    contribution_year integer,
    contribution_fen bigint,
    equity_bp integer,
    content ubigint not null
);
