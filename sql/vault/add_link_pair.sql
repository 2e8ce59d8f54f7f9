insert into link_queue (batch_id, sheet, row_no, rule, left_key, right_key, evidence, queued_at, version)
values (?, ?, ?, ?, ?, ?, ?, ?, ?);
