update ruling
set withdrawn_at = :at
where disagreement = :disagreement and person_key = :person_key and about = :about and withdrawn_at is null;
