-- One row per live row of a fact: its batch is live, and no later live batch holds the same row_key.
select stored.*
from query_table($fact) as stored
inner join live_batch($known_at) as live using (batch_id)
qualify rank() over (partition by stored.row_key order by live.seniority desc) = 1
order by stored.record_id;
