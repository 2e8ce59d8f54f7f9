insert into settlement (batch_id, settled_id)
values ($batch_id, $settled_id);
