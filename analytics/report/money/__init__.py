"""Where the money stands, ready to lay out: sums, causes, arrears, orders of payment, times, and the rows behind."""
