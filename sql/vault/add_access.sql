insert into access_log (accessed_at, viewer, action, reason, subjects)
values (?, ?, ?, ?, ?);
