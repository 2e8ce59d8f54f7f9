-- One row per home bought by a person.
create table home_purchase (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    benefit_id varchar,
    level varchar,
    hired_on date,
    event_date date,
    area_m2 double,
    price_fen bigint,
    is_first boolean,
    town varchar,
    content ubigint not null
);
