-- Batches whose totals are not those of their worksheets.
select batch.batch_id
from batch
left join batch_sheet using (batch_id)
group by
    batch.batch_id, batch.rows_physical, batch.rows_data, batch.rows_accepted, batch.rows_quarantined
having
    batch.rows_physical <> coalesce(sum(batch_sheet.rows_physical), 0)
    or batch.rows_data <> coalesce(sum(batch_sheet.rows_data), 0)
    or batch.rows_accepted <> coalesce(sum(batch_sheet.rows_accepted), 0)
    or batch.rows_quarantined <> coalesce(sum(batch_sheet.rows_quarantined), 0)
order by batch.batch_id;
