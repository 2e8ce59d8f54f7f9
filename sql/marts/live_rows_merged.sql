-- As live_rows, with persons ruled to be one and the same under one key, in the row keys too.
select
    stored.* replace (
        coalesce(alias.canonical_key, stored.person_key) as person_key,
        coalesce(replace(stored.row_key, stored.person_key, alias.canonical_key), stored.row_key) as row_key
    )
from query_table($fact) as stored
left join live_alias($known_at) as alias on stored.person_key = alias.person_key;
