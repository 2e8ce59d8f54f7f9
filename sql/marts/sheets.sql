-- One row per worksheet of a live batch, with the file and the times of the batch.
select batch_sheet.*, live.file_name, live.received_at, live.recorded_at
from batch_sheet
inner join live_batch($known_at) as live using (batch_id)
order by batch_sheet.batch_id, batch_sheet.sheet_no;
