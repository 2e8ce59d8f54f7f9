-- One row of a fact with the file, sheet and times it came from, whether or not it is live.
select stored.*, batch.file_name, batch_sheet.sheet, batch.recorded_at, batch.revoked_at
from query_table($fact) as stored
inner join batch using (batch_id)
left join batch_sheet on stored.batch_id = batch_sheet.batch_id and stored.sheet_no = batch_sheet.sheet_no
where stored.record_id = $record_id;
