insert into identity (person_key, kind, digest, sealed, batch_id, version)
values (?, ?, ?, ?, ?, ?);
