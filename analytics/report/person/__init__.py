"""What one person is due, why, and where the money stands, page-ready; and the same for somebody made up."""
