select
    number, meeting, subject, ref, title, option, unit_id, due_date, measure, promised, expected, actual_then,
    decided_as_of, state, note, told_by, told_at
from meeting_decision
order by id;
