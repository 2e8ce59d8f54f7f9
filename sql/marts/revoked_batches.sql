select batch_id
from batch
where revoked_at is not null;
