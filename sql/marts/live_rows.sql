-- One row per row of any batch, as they were written: a join with the live ones would bring them in any order.
select * from query_table($fact);
