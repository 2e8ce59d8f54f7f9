-- One row per worksheet of a live batch, with the file and the times of the batch, and the live batch that brought its
-- file again.
select
    batch_sheet.*,
    live.file_name,
    live.received_at,
    live.recorded_at,
    (
        select max(settlement.batch_id)
        from settlement
        inner join live_batch($known_at) as later on settlement.batch_id = later.batch_id
        where settlement.settled_id = batch_sheet.batch_id
    ) as settled_by
from batch_sheet
inner join live_batch($known_at) as live using (batch_id)
order by batch_sheet.batch_id, batch_sheet.sheet_no;
