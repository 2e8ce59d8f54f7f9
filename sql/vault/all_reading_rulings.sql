select reading, option, valid_from, meeting, ruled_by, ruled_at
from reading_ruling
where version <= :version
order by id;
