"""The integrity page: what the rules find, the rows behind each finding, its case, and a batch before it is paid."""
