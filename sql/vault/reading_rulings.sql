-- One row per ruling on what the policy's text leaves open; it counts once the store's version it was written for is
-- published, and the last one for a day holds.
create table if not exists reading_ruling (
    id integer primary key,
    reading text not null,
    option text not null,
    valid_from text not null,
    meeting text not null,
    ruled_by text not null,
    ruled_at text not null,
    version integer not null
);
