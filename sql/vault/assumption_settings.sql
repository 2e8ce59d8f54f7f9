-- One row per value that a person set for an assumption, or withdrew (value null); it counts once the store's version it
-- was written for is published, and the last one holds.
create table if not exists assumption_setting (
    id integer primary key,
    assumption text not null,
    value real,
    because text not null,
    set_by text not null,
    set_at text not null,
    version integer not null
);
