insert into assessment_review (year, about, reviewer, reviewer_unit, score, note, told_by, told_at)
values (:year, :about, :reviewer, :reviewer_unit, :score, :note, :told_by, :told_at);
