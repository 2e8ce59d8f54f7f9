select version, as_of, made_at, rows
from kept_backtest
where kind = :kind
order by id desc
limit 1;
