update batch
set revoked_at = $revoked_at
where batch_id = $batch_id;
