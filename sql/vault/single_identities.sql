-- The values kept one by one, in the order they were written.
select batch_id, version, person_key, kind, sealed
from identity
order by id;
