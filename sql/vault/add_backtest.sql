insert into kept_backtest (kind, version, as_of, made_at, rows)
values (:kind, :version, :as_of, :made_at, :rows);
