-- One row per batch, revoked ones included.
select *
from batch
order by batch_id;
