select year, unit_id, item_id, value, is_approved, source, told_by, told_at
from assessment_quota
where :year is null or year = :year
order by id;
