-- Who is nominated, sealed.
select number, sealed
from assessment_entry
where sealed is not null;
