-- The blocks up to a version, or all of them, in the order they were written.
select person_keys, sealed
from identity_block
where :version is null or version <= :version
order by id;
