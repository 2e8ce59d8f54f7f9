-- The checksum that a row of a fact has now: an expression, not a query.
(select restated.content from restated where restated.restated_id = record_id)
