-- One row per thing that happened to a case: opened, moved, handed on, noted. Nothing is changed or removed.
create table if not exists case_event (
    id integer primary key,
    finding_id text not null,
    rule integer not null,
    kind text not null,
    amount_fen integer not null,
    state text not null,
    owner text not null,
    note text not null,
    told_by text not null,
    told_at text not null
);
create index if not exists case_event_finding on case_event (finding_id);
create trigger if not exists case_event_stays before update on case_event
begin
    select raise(abort, 'case_event: rows are only added');
end;
create trigger if not exists case_event_remains before delete on case_event
begin
    select raise(abort, 'case_event: rows are only added');
end;
