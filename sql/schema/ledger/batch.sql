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
