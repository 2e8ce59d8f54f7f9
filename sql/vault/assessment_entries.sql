select number, year, kind, unit_id, item_id, title, note, masked as person, evidence, state, told_by, told_at
from assessment_entry
where :year is null or year = :year
order by id;
