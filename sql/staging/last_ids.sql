-- The highest numbers given out so far; zero in an empty store.
select
    (select coalesce(max(batch_id), 0) from batch) as batch_id,
    (select coalesce(max(record_id), 0) from fact_row) as record_id;
