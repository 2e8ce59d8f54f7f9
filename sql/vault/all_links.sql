-- One row per linked worksheet row of a published batch, or of all of them.
select batch_id, sheet, row_no, rule, person_key, evidence, linked_at
from link
where (:batch_id is null or batch_id = :batch_id) and version <= :version
order by id;
