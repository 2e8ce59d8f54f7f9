-- One row per employer seen in a live batch: the latest stated value of each column; a blank never erases.
select
    employer.employer_id,
    arg_max(employer.employer_name, live.seniority) as employer_name,
    arg_max(employer.employer_kind, live.seniority) as employer_kind,
    arg_max(employer.batch_id, live.seniority) as batch_id
from employer
inner join live_batch($known_at) as live using (batch_id)
group by employer.employer_id
order by employer.employer_id;
