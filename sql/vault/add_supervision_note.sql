insert into supervision_note (number, unit_id, ref, colour, due_date, title, text, told_by, told_at)
values (:number, :unit_id, :ref, :colour, :due_date, :title, :text, :told_by, :told_at);
