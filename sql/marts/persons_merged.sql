-- As persons, with persons ruled to be one and the same in one row.
select
    coalesce(alias.canonical_key, person.person_key) as person_key,
    arg_max(person.birth_month, live.seniority) as birth_month,
    arg_max(person.sex, live.seniority) as sex,
    arg_max(person.is_foreign, live.seniority) as is_foreign,
    arg_max(person.batch_id, live.seniority) as batch_id
from person
inner join live_batch($known_at) as live using (batch_id)
left join live_alias($known_at) as alias on person.person_key = alias.person_key
group by coalesce(alias.canonical_key, person.person_key)
order by coalesce(alias.canonical_key, person.person_key);
