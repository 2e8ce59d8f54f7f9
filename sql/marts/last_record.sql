-- The last row of a fact table; rows are numbered in the order in which they are added.
select coalesce(max(record_id), 0) as record_id
from query_table($fact);
