-- The value last written of each kind for the persons asked for (a JSON list of keys).
select person_key, kind, digest, max(id)
from identity
where person_key in (select value from json_each(:person_keys))
group by person_key, kind;
