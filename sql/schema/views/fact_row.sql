-- One row per fact row of any table: where it came from and its checksum.
create view fact_row as
select 'budget_line' as fact, record_id, batch_id, sheet_no, row_no, content from budget_line
union all
select 'college_link' as fact, record_id, batch_id, sheet_no, row_no, content from college_link
union all
select 'employer' as fact, record_id, batch_id, sheet_no, row_no, content from employer
union all
select 'event' as fact, record_id, batch_id, sheet_no, row_no, content from event
union all
select 'housing_stage' as fact, record_id, batch_id, sheet_no, row_no, content from housing_stage
union all
select 'insurance_spell' as fact, record_id, batch_id, sheet_no, row_no, content from insurance_spell
union all
select 'loan' as fact, record_id, batch_id, sheet_no, row_no, content from loan
union all
select 'milestone' as fact, record_id, batch_id, sheet_no, row_no, content from milestone
union all
select 'payment' as fact, record_id, batch_id, sheet_no, row_no, content from payment
union all
select 'person' as fact, record_id, batch_id, sheet_no, row_no, content from person
union all
select 'platform' as fact, record_id, batch_id, sheet_no, row_no, content from platform
union all
select 'qualification' as fact, record_id, batch_id, sheet_no, row_no, content from qualification
union all
select 'training_attendance' as fact, record_id, batch_id, sheet_no, row_no, content from training_attendance;
