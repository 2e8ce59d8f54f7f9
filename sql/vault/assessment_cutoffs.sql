select year, action, as_of, known_at, version, scheme_digest, told_by, told_at
from assessment_cutoff
where :year is null or year = :year
order by id;
