-- One row per person, employer and unbroken run of insured months, both ends inclusive; no end: still insured.
create table insurance_spell (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    employer_kind varchar,
    start_month date not null,
    end_month date,
    town varchar,
    content ubigint not null
);
