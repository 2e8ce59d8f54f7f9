select disagreement, person_key, about, unit_id, value, reason, ruled_by, ruled_at, withdrawn_at
from ruling
order by id;
