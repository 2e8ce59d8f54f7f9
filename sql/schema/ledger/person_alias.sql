-- One row per person ruled to be another one, by the key of whom they all are; in force from since until undone_at.
create table person_alias (
    person_key varchar not null,
    canonical_key varchar not null,
    since timestamp not null,
    undone_at timestamp
);
