-- Of one scenario, or of all of them.
select number, action, name, content, model, data_version, told_by, told_at
from scenario_event
where :number is null or number = :number
order by id;
