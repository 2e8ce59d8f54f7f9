-- Which of the persons are seen in a batch that has not been revoked.
select distinct person.person_key
from person
inner join batch using (batch_id)
where batch.revoked_at is null and person.person_key in (select unnest($person_keys));
