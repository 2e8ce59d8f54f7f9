-- How many rows each published batch has in quarantine.
select batch_id, count(*)
from quarantine
where version <= :version
group by batch_id;
