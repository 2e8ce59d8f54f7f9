insert into meta (schema_version, is_demo, default_as_of)
values ($schema_version, $is_demo, $default_as_of);
