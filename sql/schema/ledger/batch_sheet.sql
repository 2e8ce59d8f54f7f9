-- One row per worksheet of a batch. The period is given by the first days of its first and last month; warnings are JSON.
-- Of the accepted rows, rows_known say what was in force already, rows_superseding something else under a live key.
create table batch_sheet (
    batch_id integer not null,
    sheet_no smallint not null,
    sheet varchar not null,
    ledger varchar,
    unit_id varchar,
    period_from date,
    period_to date,
    rows_physical integer not null,
    rows_data integer not null,
    rows_accepted integer not null,
    rows_quarantined integer not null,
    rows_no_data integer not null,
    warnings varchar not null,
    rows_known integer not null,
    rows_superseding integer not null
);
