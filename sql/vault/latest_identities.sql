-- The value last published of each kind for the persons asked for (a JSON list of keys).
select person_key, kind, sealed, max(id)
from identity
where person_key in (select value from json_each(:person_keys)) and version <= :version
group by person_key, kind;
