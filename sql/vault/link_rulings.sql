-- The ruling that holds on each pair ever ruled on.
select left_key, right_key, verdict, reason, ruled_by, ruled_at, max(id)
from link_ruling
where version <= :version
group by left_key, right_key
order by max(id);
