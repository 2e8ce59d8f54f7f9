-- One row per pair and batch that met it, in the order they were met.
select id, batch_id, sheet, row_no, rule, left_key, right_key, evidence, queued_at
from link_queue
where version <= :version
order by id;
