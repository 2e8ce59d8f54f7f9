-- Whether anybody was ever ruled to be somebody else.
select exists (select 1 from person_alias) as has_aliases;
