-- Record numbers given to more than one row.
select record_id
from fact_row
group by record_id
having count(*) > 1
order by record_id;
