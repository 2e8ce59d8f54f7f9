insert into batch_sheet (
    batch_id, sheet_no, sheet, ledger, unit_id, period_from, period_to,
    rows_physical, rows_data, rows_accepted, rows_quarantined, rows_no_data, warnings,
    rows_known, rows_superseding
)
values (
    $batch_id, $sheet_no, $sheet, $ledger, $unit_id, $period_from, $period_to,
    $rows_physical, $rows_data, $rows_accepted, $rows_quarantined, $rows_no_data, $warnings,
    $rows_known, $rows_superseding
);
