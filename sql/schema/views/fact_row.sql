-- One row per fact row of any table: where it came from and its checksum.
create view fact_row as
select 'application' as fact, record_id, batch_id, sheet_no, row_no, content from application
union all
select 'budget_line' as fact, record_id, batch_id, sheet_no, row_no, content from budget_line
union all
select 'college_link' as fact, record_id, batch_id, sheet_no, row_no, content from college_link
union all
select 'contract' as fact, record_id, batch_id, sheet_no, row_no, content from contract
union all
select 'decision_amount' as fact, record_id, batch_id, sheet_no, row_no, content from decision_amount
union all
select 'employer' as fact, record_id, batch_id, sheet_no, row_no, content from employer
union all
select 'event' as fact, record_id, batch_id, sheet_no, row_no, content from event
union all
select 'expert_day' as fact, record_id, batch_id, sheet_no, row_no, content from expert_day
union all
select 'filed_document' as fact, record_id, batch_id, sheet_no, row_no, content from filed_document
union all
select 'higher_award' as fact, record_id, batch_id, sheet_no, row_no, content from higher_award
union all
select 'home_purchase' as fact, record_id, batch_id, sheet_no, row_no, content from home_purchase
union all
select 'housing_stage' as fact, record_id, batch_id, sheet_no, row_no, content from housing_stage
union all
select 'institution' as fact, record_id, batch_id, sheet_no, row_no, content from institution
union all
select 'insurance_spell' as fact, record_id, batch_id, sheet_no, row_no, content from insurance_spell
union all
select 'loan' as fact, record_id, batch_id, sheet_no, row_no, content from loan
union all
select 'loan_loss' as fact, record_id, batch_id, sheet_no, row_no, content from loan_loss
union all
select 'milestone' as fact, record_id, batch_id, sheet_no, row_no, content from milestone
union all
select 'payment' as fact, record_id, batch_id, sheet_no, row_no, content from payment
union all
select 'person' as fact, record_id, batch_id, sheet_no, row_no, content from person
union all
select 'platform' as fact, record_id, batch_id, sheet_no, row_no, content from platform
union all
select 'premises' as fact, record_id, batch_id, sheet_no, row_no, content from premises
union all
select 'premium' as fact, record_id, batch_id, sheet_no, row_no, content from premium
union all
select 'project' as fact, record_id, batch_id, sheet_no, row_no, content from project
union all
select 'qualification' as fact, record_id, batch_id, sheet_no, row_no, content from qualification
union all
select 'referral' as fact, record_id, batch_id, sheet_no, row_no, content from referral
union all
select 'start_up' as fact, record_id, batch_id, sheet_no, row_no, content from start_up
union all
select 'training_attendance' as fact, record_id, batch_id, sheet_no, row_no, content from training_attendance
union all
select 'trip' as fact, record_id, batch_id, sheet_no, row_no, content from trip
union all
select 'vacancy' as fact, record_id, batch_id, sheet_no, row_no, content from vacancy
union all
select 'yearly_pay' as fact, record_id, batch_id, sheet_no, row_no, content from yearly_pay;
