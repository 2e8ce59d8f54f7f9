-- What a writer left that never published.
delete from assumption_setting
where version > :version;
