-- One row per worksheet row of the batches in question that made a row of the fact under a wanted key.
select distinct stored.batch_id, stored.sheet_no, stored.row_no
from query_table($fact) as stored
semi join wanted using (row_key)
where list_contains($batches, stored.batch_id);
