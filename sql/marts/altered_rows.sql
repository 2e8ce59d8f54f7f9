-- Rows of a fact that no longer match the checksum they were stored with.
select stored.record_id
from query_table($fact) as stored
where stored.content is distinct from stored_content(stored)
order by stored.record_id;
