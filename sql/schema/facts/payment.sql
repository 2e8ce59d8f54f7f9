-- One row per payment of a benefit to a payee for a run of months, both ends inclusive. No status: paid.
-- account_key stands for the bank account; batch_no is the batch in which it was approved for payment.
create table payment (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    benefit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    level varchar,
    from_month date,
    to_month date,
    months integer,
    rate_fen bigint,
    amount_fen bigint,
    first_insured_month date,
    paid_on date,
    town varchar,
    account_key varchar,
    batch_no varchar,
    status varchar,
    content ubigint not null
);
