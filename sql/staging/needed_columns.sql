-- By table, the columns that must have a value.
select table_name, list(column_name order by column_index) as columns
from duckdb_columns()
where not is_nullable
group by table_name;
