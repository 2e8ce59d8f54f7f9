"""What the programme owes and has paid: the ledger of due, approved and paid, arrears, and the order of payment."""
