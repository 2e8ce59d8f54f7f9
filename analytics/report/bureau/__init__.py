"""The page of one unit: how its tasks stand, what it has to do, what its points are made of, and its money."""
