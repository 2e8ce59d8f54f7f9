-- One row per back-test: of what (spending, targets), what it was made from, when, and its rows.
create table if not exists kept_backtest (
    id integer primary key,
    kind text not null,
    version integer not null,
    as_of text not null,
    made_at text not null,
    rows text not null
);
