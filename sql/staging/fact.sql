-- One row per staged row, numbered already, with its checksum.
select staged.*, staged_content(staged) as content
from staged;
