-- Of one finding, or of all of them.
select finding_id, rule, kind, amount_fen, state, owner, note, told_by, told_at
from case_event
where :finding_id is null or finding_id = :finding_id
order by id;
