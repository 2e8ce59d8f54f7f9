-- Whether a fact has rows of batches before the first one of a writer.
select exists(from query_table($fact) where batch_id < $first) as is_stored;
