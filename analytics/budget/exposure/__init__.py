"""What has been promised and what it will cost: expected spending responsibility, by class, stream and month."""
