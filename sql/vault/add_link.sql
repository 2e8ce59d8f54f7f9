insert into link (batch_id, sheet, row_no, rule, person_key, evidence, linked_at, version)
values (?, ?, ?, ?, ?, ?, ?, ?);
