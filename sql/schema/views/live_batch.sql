-- One row per batch recorded by known_at and not revoked by then; without known_at, everything this snapshot holds.
-- seniority orders the batches by the time they were recorded.
create macro live_batch(known_at) as table
    select
        batch_id,
        file_name,
        received_at,
        recorded_at,
        row_number() over (order by recorded_at, batch_id) as seniority
    from batch
    where
        (known_at::timestamp is null or recorded_at <= known_at::timestamp)
        and (revoked_at is null or revoked_at > known_at::timestamp);
