insert into case_event (finding_id, rule, kind, amount_fen, state, owner, note, told_by, told_at)
values (:finding_id, :rule, :kind, :amount_fen, :state, :owner, :note, :told_by, :told_at);
