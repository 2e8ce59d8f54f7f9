-- What a writer left that never published; rulings belong to no batch.
delete from link_ruling
where version > :version and :batch_id is null;
