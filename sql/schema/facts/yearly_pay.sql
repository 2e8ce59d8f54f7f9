-- One row per person, employer and year: the pay really given, and the pay it is measured against, if any.
create table yearly_pay (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    pay_kind varchar not null,
    pay_year integer,
    pay_fen bigint,
    base_fen bigint,
    content ubigint not null
);
