-- Every live batch with its seniority: of several rows with one row_key, that of the highest is in force.
select
    batch_id,
    seniority
from live_batch($known_at);
