select
    happened.year, happened.action, happened.as_of, happened.known_at, happened.version, happened.scheme_digest,
    coalesce(detail.result, '') as result, coalesce(detail.note, '') as note, happened.told_by, happened.told_at
from assessment_cutoff as happened
left join assessment_cutoff_detail as detail on detail.cutoff = happened.id
where :year is null or happened.year = :year
order by happened.id;
