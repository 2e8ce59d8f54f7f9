-- Batches whose rows do not add up to the checksum kept when they came in.
select batch.batch_id
from batch
left join fact_row using (batch_id)
group by batch.batch_id, batch.checksum
having batch.checksum <> (coalesce(sum(fact_row.content::hugeint), 0) % 18446744073709551616)::ubigint
order by batch.batch_id;
