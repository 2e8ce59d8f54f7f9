-- One row per earlier batch whose file a batch brought again: the refused rows of the earlier one wait no longer while
-- this one is live.
create table settlement (
    batch_id integer not null,
    settled_id integer not null
);
