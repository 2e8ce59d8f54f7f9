select year, about, reviewer, reviewer_unit, score, note, told_by, told_at
from assessment_review
where :year is null or year = :year
order by id;
