-- Worksheets whose rows do not add up: every physical row is without data, accepted or quarantined.
select batch_id, sheet_no
from batch_sheet
where rows_physical <> rows_no_data + rows_data or rows_data <> rows_accepted + rows_quarantined;
