"""Data quality: what was filed, what was refused and why, what became of it, and what putting it right would add."""
