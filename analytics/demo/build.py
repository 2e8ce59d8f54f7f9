"""From nothing to a filled home: the city is drawn, its filings are written, and the ordinary intake takes them in."""
