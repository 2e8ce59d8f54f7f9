-- One row per institution, agency or park that came or was recognised.
create table institution (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    institution_name varchar not null,
    institution_kind varchar,
    institution_level varchar,
    event_date date,
    is_legal_person boolean,
    benefit_id varchar,
    content ubigint not null
);
