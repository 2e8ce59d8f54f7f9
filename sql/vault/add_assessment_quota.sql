insert into assessment_quota (year, unit_id, item_id, value, is_approved, source, told_by, told_at)
values (:year, :unit_id, :item_id, :value, :is_approved, :source, :told_by, :told_at);
