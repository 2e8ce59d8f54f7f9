insert into person_alias (person_key, canonical_key, since)
values ($person_key, $canonical_key, $at);
