-- The staged entries of the ledger as they are.
select * from staged;
