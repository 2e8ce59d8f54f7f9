select number, unit_id, ref, colour, due_date, title, text, told_by, told_at
from supervision_note
order by id;
