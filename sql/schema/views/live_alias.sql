-- One row per person who was ruled to be another by known_at and still was; without known_at, as it is ruled now.
create macro live_alias(known_at) as table
    select person_key, canonical_key
    from person_alias
    where
        (known_at::timestamp is null or since <= known_at::timestamp)
        and (undone_at is null or undone_at > known_at::timestamp);
