-- Worksheets with facts from more rows than were accepted.
select batch_sheet.batch_id, batch_sheet.sheet_no
from batch_sheet
inner join fact_row using (batch_id, sheet_no)
group by batch_sheet.batch_id, batch_sheet.sheet_no, batch_sheet.rows_accepted
having count(distinct fact_row.row_no) > batch_sheet.rows_accepted
order by batch_sheet.batch_id, batch_sheet.sheet_no;
