-- One row per row of a live batch; age is 1 for a row in force, 2 and more where a later live batch holds the same
-- row_key.
select
    stored.*,
    dense_rank() over (partition by stored.row_key order by live.seniority desc) as age
from query_table($fact) as stored
inner join live_batch($known_at) as live using (batch_id)
order by stored.record_id;
