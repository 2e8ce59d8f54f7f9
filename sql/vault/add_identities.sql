insert into identity_block (person_keys, sealed, batch_id, version)
values (?, ?, ?, ?);
