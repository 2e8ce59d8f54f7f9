-- One row per urgently needed post, with how many sought it and how many were placed.
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
