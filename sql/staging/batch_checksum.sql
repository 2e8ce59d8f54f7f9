-- What the rows that one batch has in one fact add to its checksum: the sum of theirs.
select coalesce(sum(content::hugeint), 0) as checksum
from query_table($fact)
where batch_id = $batch_id;
