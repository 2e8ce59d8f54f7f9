-- One row per person referred and outcome; the referrer is an organisation or a person.
create table referral (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    referrer_id varchar,
    referrer_key varchar,
    benefit_id varchar not null,
    level varchar,
    hired_on date,
    event_date date,
    content ubigint not null
);
