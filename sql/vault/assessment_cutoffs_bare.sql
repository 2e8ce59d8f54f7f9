-- The vault of a release that kept neither results nor reasons.
select year, action, as_of, known_at, version, scheme_digest, '' as result, '' as note, told_by, told_at
from assessment_cutoff
where :year is null or year = :year
order by id;
