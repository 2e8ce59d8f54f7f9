-- What identifies a person, sealed. A row counts only once the store's version it was written for is published.
create table if not exists keyring (fingerprint text not null);

-- One row per block of persons that one batch told something new about: person_keys, a line each, and in the same order
-- what was stated of them, sealed. What a later block states of a person holds; what it does not state stays.
create table if not exists identity_block (
    id integer primary key autoincrement,
    person_keys text not null,
    sealed blob not null,
    batch_id integer not null,
    version integer not null
);

-- One row per refused worksheet row; masked is the offending value as it may be shown, sealed the whole row as JSON.
create table if not exists quarantine (
    id integer primary key,
    batch_id integer not null,
    sheet text not null,
    row_no integer not null,
    column_name text not null,
    rule text not null,
    masked text,
    details text,
    sealed blob not null,
    version integer not null
);
create index if not exists quarantine_batch on quarantine (batch_id);

create table if not exists access_log (
    id integer primary key,
    accessed_at text not null,
    viewer text not null,
    action text not null,
    reason text not null,
    subjects text not null
);
