-- One row per loan that was not repaid and its compensation.
create table loan_loss (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    benefit_id varchar,
    bank varchar,
    contract_no varchar,
    event_date date,
    loss_fen bigint,
    compensated_fen bigint,
    compensated_on date,
    content ubigint not null
);
