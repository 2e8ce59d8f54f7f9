insert into keyring (fingerprint)
select :fingerprint
where not exists (select 1 from keyring);
