-- The checksum of a row is no longer made of its text, but of its values: analytics.records.checksums.
drop macro staged_content;
drop macro stored_content;
