-- One row per row of a live batch, in no order; where several hold the same row_key, the one of the highest seniority
-- is in force.
select
    stored.*,
    live.seniority
from query_table($fact) as stored
inner join live_batch($known_at) as live using (batch_id);
