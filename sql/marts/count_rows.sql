-- How many rows a fact table holds; rows are only ever added.
select count(*) as stored
from query_table($fact);
