-- When a batch was revoked; no row for an unknown batch.
select revoked_at
from batch
where batch_id = $batch_id;
