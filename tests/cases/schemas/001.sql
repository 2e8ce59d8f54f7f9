-- One row per file taken in. Times are wall times of the city; checksum is the sum of the content of its rows.
create table batch (
    batch_id integer not null primary key,
    file_name varchar not null,
    sha256 varchar not null,
    unit_id varchar,
    is_demo boolean not null,
    received_at timestamp not null,
    recorded_at timestamp not null,
    revoked_at timestamp,
    rows_physical integer not null,
    rows_data integer not null,
    rows_accepted integer not null,
    rows_quarantined integer not null,
    checksum ubigint not null
);
-- One row per worksheet of a batch. The period is given by the first days of its first and last month; warnings are JSON.
create table batch_sheet (
    batch_id integer not null,
    sheet_no smallint not null,
    sheet varchar not null,
    ledger varchar,
    unit_id varchar,
    period_from date,
    period_to date,
    rows_physical integer not null,
    rows_data integer not null,
    rows_accepted integer not null,
    rows_quarantined integer not null,
    rows_no_data integer not null,
    warnings varchar not null
);
-- Exactly one row: what this snapshot is.
create table meta (
    schema_version integer not null,
    is_demo boolean not null,
    default_as_of date
);
-- One row per budget line, year and kind of figure.
create table budget_line (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    budget_year integer not null,
    line_code varchar not null,
    kind varchar not null,
    amount_fen bigint,
    event_date date,
    content ubigint not null
);
-- One row per partner college and term of the partnership; no end: still running.
create table college_link (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    college_name varchar not null,
    is_in_province boolean,
    start_date date,
    end_date date,
    content ubigint not null
);
-- One row per employer and batch: a sighting.
create table employer (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar not null,
    employer_name varchar,
    employer_kind varchar,
    content ubigint not null
);
-- One row per event held.
create table event (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    event_name varchar not null,
    category varchar,
    event_date date,
    end_date date,
    place varchar,
    organiser varchar,
    participants integer,
    cost_fen bigint,
    content ubigint not null
);
-- One row per housing project and stage reached.
create table housing_stage (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    project_name varchar not null,
    stage varchar not null,
    event_date date,
    dwellings integer,
    town varchar,
    content ubigint not null
);
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
-- One row per loan paid out; the borrower is a person or an employer.
create table loan (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    bank varchar,
    contract_no varchar,
    credit_fen bigint,
    disbursed_on date,
    due_on date,
    amount_fen bigint,
    balance_fen bigint,
    rate_pct double,
    is_renewal boolean,
    content ubigint not null
);
-- One row per milestone and status reported.
create table milestone (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    milestone_id varchar not null,
    status varchar not null,
    event_date date,
    content ubigint not null
);
-- One row per payment of a benefit to a payee for a run of months, both ends inclusive.
create table payment (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    benefit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    level varchar,
    from_month date,
    to_month date,
    months integer,
    rate_fen bigint,
    amount_fen bigint,
    first_insured_month date,
    paid_on date,
    town varchar,
    content ubigint not null
);
-- One row per person and batch: a sighting. Birth is kept to the month.
create table person (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    birth_month date,
    sex varchar,
    is_foreign boolean,
    content ubigint not null
);
-- One row per recognised platform and award.
create table platform (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    platform_name varchar not null,
    platform_kind varchar,
    platform_level varchar,
    recognised_on date,
    benefit_id varchar,
    approved_fen bigint,
    paid_fen bigint,
    unpaid_fen bigint,
    paid_year integer,
    content ubigint not null
);
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
-- The checksum of a row: over its columns as JSON, before it has a checksum and afterwards.
create macro staged_content(entry) as md5_number_lower(to_json(entry)::varchar);
create macro stored_content(entry) as md5_number_lower(json_merge_patch(to_json(entry), '{"content": null}')::varchar);
-- One row per fact row of any table: where it came from and its checksum.
create view fact_row as
select 'budget_line' as fact, record_id, batch_id, sheet_no, row_no, content from budget_line
union all
select 'college_link' as fact, record_id, batch_id, sheet_no, row_no, content from college_link
union all
select 'employer' as fact, record_id, batch_id, sheet_no, row_no, content from employer
union all
select 'event' as fact, record_id, batch_id, sheet_no, row_no, content from event
union all
select 'housing_stage' as fact, record_id, batch_id, sheet_no, row_no, content from housing_stage
union all
select 'insurance_spell' as fact, record_id, batch_id, sheet_no, row_no, content from insurance_spell
union all
select 'loan' as fact, record_id, batch_id, sheet_no, row_no, content from loan
union all
select 'milestone' as fact, record_id, batch_id, sheet_no, row_no, content from milestone
union all
select 'payment' as fact, record_id, batch_id, sheet_no, row_no, content from payment
union all
select 'person' as fact, record_id, batch_id, sheet_no, row_no, content from person
union all
select 'platform' as fact, record_id, batch_id, sheet_no, row_no, content from platform
union all
select 'qualification' as fact, record_id, batch_id, sheet_no, row_no, content from qualification
union all
select 'training_attendance' as fact, record_id, batch_id, sheet_no, row_no, content from training_attendance;
-- One row per batch recorded by known_at and not revoked by then; without known_at, everything this snapshot holds.
-- seniority orders the batches by the time they were recorded.
create macro live_batch(known_at) as table
    select
        batch_id,
        file_name,
        received_at,
        recorded_at,
        row_number() over (order by recorded_at, batch_id) as seniority
    from batch
    where
        (known_at::timestamp is null or recorded_at <= known_at::timestamp)
        and (revoked_at is null or revoked_at > known_at::timestamp);
