-- The facts behind every other benefit, and whose account and which approval a payment belongs to.
-- Which rows of a file were there already, and which earlier files it brings again.
alter table batch_sheet add column rows_known integer default 0;
alter table batch_sheet alter column rows_known set not null;
alter table batch_sheet alter column rows_known drop default;
alter table batch_sheet add column rows_superseding integer default 0;
alter table batch_sheet alter column rows_superseding set not null;
alter table batch_sheet alter column rows_superseding drop default;

create table settlement (
    batch_id integer not null,
    settled_id integer not null
);

create table application (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    benefit_id varchar not null,
    application_no varchar,
    person_key varchar,
    employer_id varchar,
    stage varchar not null,
    event_date date,
    amount_fen bigint,
    town varchar,
    content ubigint not null
);

create table decision_amount (
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
    document_no varchar,
    decided_on date,
    from_month date,
    to_month date,
    amount_fen bigint,
    town varchar,
    content ubigint not null
);

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

create table contract (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar not null,
    employer_id varchar,
    contract_kind varchar not null,
    benefit_id varchar,
    start_date date,
    end_date date,
    yearly_pay_fen bigint,
    is_full_time boolean,
    content ubigint not null
);

create table start_up (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    person_key varchar,
    benefit_id varchar,
    established_on date,
    contribution_year integer,
    contribution_fen bigint,
    equity_bp integer,
    content ubigint not null
);

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

create table trip (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    benefit_id varchar,
    trip_name varchar not null,
    event_date date,
    end_date date,
    place varchar,
    openings integer,
    agreed integer,
    cost_fen bigint,
    content ubigint not null
);

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

create table project (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    project_name varchar not null,
    project_kind varchar not null,
    benefit_id varchar,
    person_key varchar,
    employer_id varchar,
    stage varchar,
    event_date date,
    investment_fen bigint,
    town varchar,
    content ubigint not null
);

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

create table premium (
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
    start_date date,
    end_date date,
    premium_fen bigint,
    content ubigint not null
);

create table higher_award (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    benefit_id varchar,
    award_name varchar not null,
    award_level varchar,
    event_date date,
    amount_fen bigint,
    content ubigint not null
);

create table loan_loss (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    person_key varchar,
    employer_id varchar,
    benefit_id varchar,
    bank varchar,
    contract_no varchar,
    event_date date,
    loss_fen bigint,
    compensated_fen bigint,
    compensated_on date,
    content ubigint not null
);

create table vacancy (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    employer_id varchar,
    post_name varchar not null,
    level varchar,
    published_on date,
    openings integer,
    seekers integer,
    filled integer,
    town varchar,
    content ubigint not null
);

create table filed_document (
    record_id bigint not null,
    batch_id integer not null,
    sheet_no smallint not null,
    row_no integer not null,
    row_key varchar not null,
    ledger varchar not null,
    unit_id varchar not null,
    title varchar not null,
    category varchar,
    document_no varchar,
    organiser varchar,
    event_date date,
    filed_on date,
    content ubigint not null
);

alter table payment rename to former_payment;
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
    account_key varchar,
    batch_no varchar,
    status varchar,
    content ubigint not null
);
insert into payment by name select * from former_payment;
drop table former_payment;

-- The checksum of a row: over its values in order as JSON, before it has a checksum and afterwards.
-- struct_concat tells the binder of a macro that the row is a struct.
create or replace macro staged_content(entry) as
    md5_number_lower(to_json(struct_values(struct_insert(entry, content := null)))::varchar);
create or replace macro stored_content(entry) as
    md5_number_lower(to_json(struct_values(struct_update(struct_concat(entry), content := null)))::varchar);
update budget_line set content = stored_content(budget_line);
update college_link set content = stored_content(college_link);
update employer set content = stored_content(employer);
update event set content = stored_content(event);
update housing_stage set content = stored_content(housing_stage);
update insurance_spell set content = stored_content(insurance_spell);
update loan set content = stored_content(loan);
update milestone set content = stored_content(milestone);
update payment set content = stored_content(payment);
update person set content = stored_content(person);
update platform set content = stored_content(platform);
update qualification set content = stored_content(qualification);
update training_attendance set content = stored_content(training_attendance);

create or replace view fact_row as
select 'application' as fact, record_id, batch_id, sheet_no, row_no, content from application
union all
select 'budget_line' as fact, record_id, batch_id, sheet_no, row_no, content from budget_line
union all
select 'college_link' as fact, record_id, batch_id, sheet_no, row_no, content from college_link
union all
select 'contract' as fact, record_id, batch_id, sheet_no, row_no, content from contract
union all
select 'decision_amount' as fact, record_id, batch_id, sheet_no, row_no, content from decision_amount
union all
select 'employer' as fact, record_id, batch_id, sheet_no, row_no, content from employer
union all
select 'event' as fact, record_id, batch_id, sheet_no, row_no, content from event
union all
select 'expert_day' as fact, record_id, batch_id, sheet_no, row_no, content from expert_day
union all
select 'filed_document' as fact, record_id, batch_id, sheet_no, row_no, content from filed_document
union all
select 'higher_award' as fact, record_id, batch_id, sheet_no, row_no, content from higher_award
union all
select 'home_purchase' as fact, record_id, batch_id, sheet_no, row_no, content from home_purchase
union all
select 'housing_stage' as fact, record_id, batch_id, sheet_no, row_no, content from housing_stage
union all
select 'institution' as fact, record_id, batch_id, sheet_no, row_no, content from institution
union all
select 'insurance_spell' as fact, record_id, batch_id, sheet_no, row_no, content from insurance_spell
union all
select 'loan' as fact, record_id, batch_id, sheet_no, row_no, content from loan
union all
select 'loan_loss' as fact, record_id, batch_id, sheet_no, row_no, content from loan_loss
union all
select 'milestone' as fact, record_id, batch_id, sheet_no, row_no, content from milestone
union all
select 'payment' as fact, record_id, batch_id, sheet_no, row_no, content from payment
union all
select 'person' as fact, record_id, batch_id, sheet_no, row_no, content from person
union all
select 'platform' as fact, record_id, batch_id, sheet_no, row_no, content from platform
union all
select 'premises' as fact, record_id, batch_id, sheet_no, row_no, content from premises
union all
select 'premium' as fact, record_id, batch_id, sheet_no, row_no, content from premium
union all
select 'project' as fact, record_id, batch_id, sheet_no, row_no, content from project
union all
select 'qualification' as fact, record_id, batch_id, sheet_no, row_no, content from qualification
union all
select 'referral' as fact, record_id, batch_id, sheet_no, row_no, content from referral
union all
select 'start_up' as fact, record_id, batch_id, sheet_no, row_no, content from start_up
union all
select 'training_attendance' as fact, record_id, batch_id, sheet_no, row_no, content from training_attendance
union all
select 'trip' as fact, record_id, batch_id, sheet_no, row_no, content from trip
union all
select 'vacancy' as fact, record_id, batch_id, sheet_no, row_no, content from vacancy
union all
select 'yearly_pay' as fact, record_id, batch_id, sheet_no, row_no, content from yearly_pay;

-- One row per person ruled to be another one, by the key of whom they all are; in force from since until undone_at.
create table person_alias (
    person_key varchar not null,
    canonical_key varchar not null,
    since timestamp not null,
    undone_at timestamp
);

-- One row per person who was ruled to be another by known_at and still was; without known_at, as it is ruled now.
create macro live_alias(known_at) as table
    select person_key, canonical_key
    from person_alias
    where
        (known_at::timestamp is null or since <= known_at::timestamp)
        and (undone_at is null or undone_at > known_at::timestamp);
