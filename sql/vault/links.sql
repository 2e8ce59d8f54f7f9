-- Which rows were taken for a known person's, and who may be one and the same. A row counts only once the store's
-- version it was written for is published; evidence is what the row stated, masked.
create table if not exists link (
    id integer primary key,
    batch_id integer not null,
    sheet text not null,
    row_no integer not null,
    rule text not null,
    person_key text not null,
    evidence text not null,
    linked_at text not null,
    version integer not null
);
create index if not exists link_batch on link (batch_id);

-- One row per pair and batch that met it. left_key is a person, or stands for what a refused row stated; right_key is
-- the person known before.
create table if not exists link_queue (
    id integer primary key autoincrement,
    batch_id integer not null,
    sheet text not null,
    row_no integer not null,
    rule text not null,
    left_key text not null,
    right_key text not null,
    evidence text not null,
    queued_at text not null,
    version integer not null
);
create index if not exists link_queue_pair on link_queue (left_key, right_key);

-- What people ruled on pairs, oldest first; the last ruling on a pair holds, and `open` takes the others back.
create table if not exists link_ruling (
    id integer primary key,
    left_key text not null,
    right_key text not null,
    verdict text not null,
    reason text not null,
    ruled_by text not null,
    ruled_at text not null,
    version integer not null
);
