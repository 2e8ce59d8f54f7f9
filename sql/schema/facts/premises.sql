-- One row per office given, bought or let for a project.
create table premises (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    benefit_id varchar not null,
    employer_id varchar,
    person_key varchar,
    premises_name varchar,
    area_m2 double,
    start_date date,
    end_date date,
    price_fen bigint,
    content ubigint not null
);
