update meta
set schema_version = $schema_version;
