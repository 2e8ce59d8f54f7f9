-- Compute the checksum of every batch from the first one on: the sum of those of its rows.
update batch
set checksum = (
    select (coalesce(sum(fact_row.content::hugeint), 0) % 18446744073709551616)::ubigint
    from fact_row
    where fact_row.batch_id = batch.batch_id
)
where batch_id >= $first;
