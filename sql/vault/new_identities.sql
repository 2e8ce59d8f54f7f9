-- The blocks of the version that is being written, in the order they were written.
select person_keys, sealed, batch_id, version
from identity_block
where version > :version
order by id;
