select assumption, value, because, set_by, set_at
from assumption_setting
where version <= :version
order by id;
