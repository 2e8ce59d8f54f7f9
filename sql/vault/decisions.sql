-- What meetings decided and what became of it: one row per thing that happened; nothing is changed or removed.
create table if not exists meeting_decision (
    id integer primary key,
    number integer not null,
    meeting text not null,
    subject text not null,
    ref text not null,
    title text not null,
    option text not null,
    unit_id text not null,
    due_date text,
    measure text,
    promised real,
    expected real,
    actual_then real,
    decided_as_of text not null,
    state text not null check (state in ('decided', 'done', 'dropped')),
    note text not null,
    told_by text not null,
    told_at text not null
);
-- One row per supervision note that was issued.
create table if not exists supervision_note (
    id integer primary key,
    number integer not null,
    unit_id text not null,
    ref text not null,
    colour text not null check (colour in ('blue', 'yellow', 'red')),
    due_date text,
    title text not null,
    text text not null,
    told_by text not null,
    told_at text not null
);
create trigger if not exists meeting_decision_stays before update on meeting_decision
begin
    select raise(abort, 'meeting_decision: rows are only added');
end;
create trigger if not exists meeting_decision_remains before delete on meeting_decision
begin
    select raise(abort, 'meeting_decision: rows are only added');
end;
create trigger if not exists supervision_note_stays before update on supervision_note
begin
    select raise(abort, 'supervision_note: rows are only added');
end;
create trigger if not exists supervision_note_remains before delete on supervision_note
begin
    select raise(abort, 'supervision_note: rows are only added');
end;
