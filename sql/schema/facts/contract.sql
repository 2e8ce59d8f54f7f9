-- One row per contract of a person with an employer; no end: still running.
create table contract (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    contract_kind varchar not null,
    benefit_id varchar,
    start_date date,
    end_date date,
    yearly_pay_fen bigint,
    is_full_time boolean,
    content ubigint not null
);
