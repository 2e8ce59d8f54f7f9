"""The assessment page: a year's points and bands, what gave every point, and what follows from them."""
