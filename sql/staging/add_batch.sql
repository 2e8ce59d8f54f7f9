insert into batch (
    batch_id, file_name, sha256, unit_id, is_demo, received_at, recorded_at,
    rows_physical, rows_data, rows_accepted, rows_quarantined, checksum
)
values (
    $batch_id, $file_name, $sha256, $unit_id, $is_demo, $received_at, $recorded_at,
    $rows_physical, $rows_data, $rows_accepted, $rows_quarantined, $checksum
);
