insert into link_ruling (left_key, right_key, verdict, reason, ruled_by, ruled_at, version)
values (:left_key, :right_key, :verdict, :reason, :ruled_by, :ruled_at, :version);
