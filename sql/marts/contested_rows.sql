-- The latest row of every bureau for row keys that more than one bureau has filed, whichever is in force.
with live_rows as (
    select stored.*, live.seniority
    from query_table($fact) as stored
    inner join live_batch($known_at) as live using (batch_id)
    where stored.person_key is not null
),

contested as (
    select row_key
    from live_rows
    group by row_key
    having count(distinct unit_id) > 1
)

select live_rows.* exclude (seniority)
from live_rows
inner join contested using (row_key)
qualify row_number() over (partition by row_key, unit_id order by seniority desc, record_id desc) = 1
order by record_id;
