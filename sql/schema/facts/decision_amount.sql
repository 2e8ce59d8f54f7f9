-- One row per amount decided for a payee and, where the benefit has one, a run of months, both ends inclusive.
create table decision_amount (
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
    document_no varchar,
    decided_on date,
    from_month date,
    to_month date,
    amount_fen bigint,
    town varchar,
    content ubigint not null
);
