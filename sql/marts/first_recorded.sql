-- One row per row of a live batch: the day on which what it states was first stated, by it or by an earlier live batch.
select
    stored.record_id,
    min(live.recorded_at) over (partition by stored.row_key)::date as first_recorded_on
from query_table($fact) as stored
inner join live_batch($known_at) as live on stored.batch_id = live.batch_id
order by stored.record_id;
