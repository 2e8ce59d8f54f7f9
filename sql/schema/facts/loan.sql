-- One row per loan paid out; the borrower is a person or an employer.
create table loan (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    bank varchar,
    contract_no varchar,
    credit_fen bigint,
    disbursed_on date,
    due_on date,
    amount_fen bigint,
    balance_fen bigint,
    rate_pct double,
    is_renewal boolean,
    content ubigint not null
);
