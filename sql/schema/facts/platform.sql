-- One row per recognised platform and award.
create table platform (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    platform_name varchar not null,
    platform_kind varchar,
    platform_level varchar,
    recognised_on date,
    benefit_id varchar,
    approved_fen bigint,
    paid_fen bigint,
    unpaid_fen bigint,
    paid_year integer,
    content ubigint not null
);
