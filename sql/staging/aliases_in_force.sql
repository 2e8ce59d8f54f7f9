select person_key, canonical_key
from person_alias
where undone_at is null;
