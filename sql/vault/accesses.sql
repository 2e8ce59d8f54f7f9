select accessed_at, viewer, action, reason, subjects
from access_log
order by id;
