insert into ruling (disagreement, person_key, about, unit_id, value, reason, ruled_by, ruled_at)
values (:disagreement, :person_key, :about, :unit_id, :value, :reason, :ruled_by, :ruled_at);
