-- Changes whenever a block is written or removed.
select count(*), max(id)
from identity_block;
