-- Exactly one row: what this snapshot is.
create table meta (
    schema_version integer not null,
    is_demo boolean not null,
    default_as_of date
);
