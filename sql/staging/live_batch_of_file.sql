-- The latest batch of a file's content that has not been revoked.
select max(batch_id) as batch_id
from batch
where sha256 = $sha256 and revoked_at is null;
