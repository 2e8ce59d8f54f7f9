-- What happened to a year last.
select action
from assessment_cutoff
where year = :year
order by id desc
limit 1;
