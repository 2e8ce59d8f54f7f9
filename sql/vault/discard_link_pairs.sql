-- What a writer left that never published, or one batch of the writer that failed.
delete from link_queue
where version > :version and (:batch_id is null or batch_id = :batch_id);
