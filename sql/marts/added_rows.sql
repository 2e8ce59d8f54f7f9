-- As live_rows, those alone that were added after a row.
select *
from query_table($fact)
where record_id > $last;
