-- One row per thing that happened to a saved scenario: saved, renamed, deleted; the last one of a number is how it
-- stands. Nothing is changed or removed.
create table if not exists scenario_event (
    id integer primary key,
    number integer not null,
    action text not null check (action in ('saved', 'renamed', 'deleted')),
    name text not null,
    content text not null,
    model integer not null,
    data_version integer,
    told_by text not null,
    told_at text not null
);
create index if not exists scenario_event_number on scenario_event (number);
create trigger if not exists scenario_event_stays before update on scenario_event
begin
    select raise(abort, 'scenario_event: rows are only added');
end;
create trigger if not exists scenario_event_remains before delete on scenario_event
begin
    select raise(abort, 'scenario_event: rows are only added');
end;
