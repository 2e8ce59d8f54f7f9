-- What decides whether frames of an older snapshot still hold: the shape of the tables, which batches are revoked, and
-- who is whom.
select
    (select schema_version from meta) as schema_version,
    (select md5(coalesce(string_agg(concat(batch_id, ':', revoked_at), ',' order by batch_id), ''))
     from batch where revoked_at is not null) as revoked,
    (select md5(coalesce(string_agg(concat_ws(':', person_key, canonical_key, since, undone_at), ','
     order by person_key, since), '')) from person_alias) as aliases;
