-- The latest batch of every file's content that has not been revoked.
select sha256, max(batch_id) as batch_id
from batch
where revoked_at is null
group by sha256;
