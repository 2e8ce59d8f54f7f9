insert into quarantine (batch_id, sheet, row_no, column_name, rule, masked, details, sealed, version)
values (?, ?, ?, ?, ?, ?, ?, ?, ?);
