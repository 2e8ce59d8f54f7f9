-- The rows of a fact in live batches whose keys are wanted; see live_rows.
select
    stored.*,
    live.seniority
from query_table($fact) as stored
inner join live_batch(null) as live using (batch_id)
semi join wanted using (row_key);
