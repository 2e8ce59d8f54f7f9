"""A made-up city that files its ledgers like a real one: the demonstration home.

Everything is drawn from the calibration in data/demo with one seed, written as workbooks and CSV under the official
headers of the layouts, and brought in through the ordinary intake.
"""

from analytics.demo.filling import Built, build

__all__ = ["Built", "build"]
