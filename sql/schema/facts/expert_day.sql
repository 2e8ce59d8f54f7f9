-- One row per stay of an expert with a host, in working days.
create table expert_day (
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
    event_date date,
    end_date date,
    days double,
    content ubigint not null
);
