select
    number, year, unit_id, item_id, state, asked, granted, reason, answer, evidence, points_before, points_after,
    told_by, told_at
from assessment_appeal
where :year is null or year = :year
order by id;
