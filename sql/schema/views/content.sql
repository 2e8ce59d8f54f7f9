-- The checksum of a row: over its values in order as JSON, before it has a checksum and afterwards.
-- struct_concat tells the binder of a macro that the row is a struct.
create macro staged_content(entry) as
    md5_number_lower(to_json(struct_values(struct_insert(entry, content := null)))::varchar);
create macro stored_content(entry) as
    md5_number_lower(to_json(struct_values(struct_update(struct_concat(entry), content := null)))::varchar);
