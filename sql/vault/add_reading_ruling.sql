insert into reading_ruling (reading, option, valid_from, meeting, ruled_by, ruled_at, version)
values (:reading, :option, :valid_from, :meeting, :ruled_by, :ruled_at, :version);
