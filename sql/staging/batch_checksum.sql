-- The checksum of one batch: the sum of its rows' checksums, wrapped to 64 bits.
select (coalesce(sum(content::hugeint), 0) % 18446744073709551616)::ubigint as checksum
from fact_row
where batch_id = $batch_id;
