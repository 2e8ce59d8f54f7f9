-- Fact rows whose batch or worksheet is not in the ledger of batches.
select fact_row.fact, fact_row.record_id
from fact_row
anti join batch_sheet using (batch_id, sheet_no)
order by fact_row.record_id;
