-- One row per refused worksheet row of a published batch, or of all of them.
select batch_id, sheet, row_no, column_name, rule, masked, details, sealed
from quarantine
where (:batch_id is null or batch_id = :batch_id) and version <= :version
order by id;
