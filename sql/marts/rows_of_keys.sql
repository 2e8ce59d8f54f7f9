-- The rows of a fact in live batches whose keys are wanted; age as in live_rows.
select
    stored.*,
    dense_rank() over (partition by stored.row_key order by live.seniority desc) as age
from query_table($fact) as stored
inner join live_batch(null) as live using (batch_id)
semi join wanted using (row_key)
order by stored.record_id;
