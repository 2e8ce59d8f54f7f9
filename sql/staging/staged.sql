-- The staged rows as they are.
select * from staged;
