-- One row per person and training attended.
create table training_attendance (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    programme varchar not null,
    course varchar,
    event_date date,
    end_date date,
    hours double,
    is_completed boolean,
    employer_id varchar,
    town varchar,
    content ubigint not null
);
