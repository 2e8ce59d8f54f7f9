-- The checksum of a row: over its columns as JSON, before it has a checksum and afterwards.
create macro staged_content(entry) as md5_number_lower(to_json(entry)::varchar);
create macro stored_content(entry) as md5_number_lower(json_merge_patch(to_json(entry), '{"content": null}')::varchar);
