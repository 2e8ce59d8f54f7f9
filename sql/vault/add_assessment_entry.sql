insert into assessment_entry (
    number, year, kind, unit_id, item_id, title, note, masked, sealed, evidence, state, told_by, told_at
)
values (
    :number, :year, :kind, :unit_id, :item_id, :title, :note, :masked, :sealed, :evidence, :state, :told_by,
    :told_at
);
