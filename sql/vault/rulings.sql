-- One row per ruling on a disagreement between bureaus; withdrawn ones stay.
create table if not exists ruling (
    id integer primary key,
    disagreement text not null,
    person_key text not null,
    about text not null,
    unit_id text not null,
    value text not null,
    reason text not null,
    ruled_by text not null,
    ruled_at text not null,
    withdrawn_at text
);
