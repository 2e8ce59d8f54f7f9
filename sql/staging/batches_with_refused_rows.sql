-- Of some batches, those no longer than a file that refused rows, with how many they accepted.
select batch_id, rows_accepted
from batch
where list_contains($batches, batch_id) and rows_quarantined > 0 and rows_data <= $rows_data and revoked_at is null
order by batch_id;
