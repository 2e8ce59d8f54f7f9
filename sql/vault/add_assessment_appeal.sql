insert into assessment_appeal (
    number, year, unit_id, item_id, state, asked, granted, reason, answer, evidence, points_before, points_after,
    told_by, told_at
)
values (
    :number, :year, :unit_id, :item_id, :state, :asked, :granted, :reason, :answer, :evidence, :points_before,
    :points_after, :told_by, :told_at
);
