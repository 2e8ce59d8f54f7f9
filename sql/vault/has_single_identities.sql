-- Whether the vault still keeps every value of a person by itself, as it first did.
select count(*)
from sqlite_master
where type = 'table' and name = 'identity';
