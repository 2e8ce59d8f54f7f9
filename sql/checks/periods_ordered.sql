-- Worksheets whose period ends before it starts.
select batch_id, sheet_no
from batch_sheet
where period_to < period_from;
