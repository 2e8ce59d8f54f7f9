-- One row per person seen in a live batch: the latest stated value of each column; a blank never erases.
select
    person.person_key,
    arg_max(person.birth_month, live.seniority) as birth_month,
    arg_max(person.sex, live.seniority) as sex,
    arg_max(person.is_foreign, live.seniority) as is_foreign,
    arg_max(person.batch_id, live.seniority) as batch_id
from person
inner join live_batch($known_at) as live using (batch_id)
group by person.person_key
order by person.person_key;
