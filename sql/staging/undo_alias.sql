update person_alias
set undone_at = $at
where person_key = $person_key and undone_at is null;
