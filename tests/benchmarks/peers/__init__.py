"""Other rules engines on the same population: how long they take, and that they find the same to the fen."""
