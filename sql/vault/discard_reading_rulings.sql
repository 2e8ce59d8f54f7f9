-- What a writer left that never published.
delete from reading_ruling
where version > :version;
