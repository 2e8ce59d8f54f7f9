-- What people tell about the assessment of a year. One row per thing that happened; nothing is changed or removed.
-- An entry that is handed in or withdrawn; masked is the name of a nominated person as it may be shown, sealed the name.
create table if not exists assessment_entry (
    id integer primary key,
    number integer not null,
    year integer not null,
    kind text not null check (kind in ('innovation', 'bonus', 'deduction', 'veto', 'nomination')),
    unit_id text not null,
    item_id text not null,
    title text not null,
    note text not null,
    masked text,
    sealed blob,
    evidence text not null,
    state text not null check (state in ('submitted', 'withdrawn')),
    told_by text not null,
    told_at text not null
);
create table if not exists assessment_review (
    id integer primary key,
    year integer not null,
    about text not null,
    reviewer text not null,
    reviewer_unit text not null,
    score real not null,
    note text not null,
    told_by text not null,
    told_at text not null
);
create table if not exists assessment_quota (
    id integer primary key,
    year integer not null,
    unit_id text not null,
    item_id text not null,
    value real not null,
    is_approved integer not null,
    source text not null,
    told_by text not null,
    told_at text not null
);
create table if not exists assessment_cutoff (
    id integer primary key,
    year integer not null,
    action text not null check (action in ('cut_off', 'confirmed', 'reopened')),
    as_of text not null,
    known_at text not null,
    version integer not null,
    scheme_digest text not null,
    told_by text not null,
    told_at text not null
);
-- What belongs to a row of assessment_cutoff: the file in the archive that the result is kept in, and why it was done.
create table if not exists assessment_cutoff_detail (
    cutoff integer primary key,
    result text not null,
    note text not null
);
create table if not exists assessment_appeal (
    id integer primary key,
    number integer not null,
    year integer not null,
    unit_id text not null,
    item_id text not null,
    state text not null check (state in ('filed', 'upheld', 'partly', 'dismissed', 'withdrawn')),
    asked real not null,
    granted real,
    reason text not null,
    answer text not null,
    evidence text not null,
    points_before real,
    points_after real,
    told_by text not null,
    told_at text not null
);
create trigger if not exists assessment_entry_stays before update on assessment_entry
begin
    select raise(abort, 'assessment_entry: rows are only added');
end;
create trigger if not exists assessment_entry_remains before delete on assessment_entry
begin
    select raise(abort, 'assessment_entry: rows are only added');
end;
create trigger if not exists assessment_review_stays before update on assessment_review
begin
    select raise(abort, 'assessment_review: rows are only added');
end;
create trigger if not exists assessment_review_remains before delete on assessment_review
begin
    select raise(abort, 'assessment_review: rows are only added');
end;
create trigger if not exists assessment_quota_stays before update on assessment_quota
begin
    select raise(abort, 'assessment_quota: rows are only added');
end;
create trigger if not exists assessment_quota_remains before delete on assessment_quota
begin
    select raise(abort, 'assessment_quota: rows are only added');
end;
create trigger if not exists assessment_cutoff_stays before update on assessment_cutoff
begin
    select raise(abort, 'assessment_cutoff: rows are only added');
end;
create trigger if not exists assessment_cutoff_remains before delete on assessment_cutoff
begin
    select raise(abort, 'assessment_cutoff: rows are only added');
end;
create trigger if not exists assessment_cutoff_detail_stays before update on assessment_cutoff_detail
begin
    select raise(abort, 'assessment_cutoff_detail: rows are only added');
end;
create trigger if not exists assessment_cutoff_detail_remains before delete on assessment_cutoff_detail
begin
    select raise(abort, 'assessment_cutoff_detail: rows are only added');
end;
create trigger if not exists assessment_appeal_stays before update on assessment_appeal
begin
    select raise(abort, 'assessment_appeal: rows are only added');
end;
create trigger if not exists assessment_appeal_remains before delete on assessment_appeal
begin
    select raise(abort, 'assessment_appeal: rows are only added');
end;
