-- Of the row of assessment_cutoff that was added last.
insert into assessment_cutoff_detail (cutoff, result, note)
values ((select max(id) from assessment_cutoff), :result, :note);
