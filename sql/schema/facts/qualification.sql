-- One row per degree, skill grade, title, talent class, selection or register entry of a person.
create table qualification (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    kind varchar not null,
    level varchar,
    obtained_date date,
    is_overseas boolean,
    is_full_time boolean,
    employer_id varchar,
    town varchar,
    certificate_key varchar,
    content ubigint not null
);
