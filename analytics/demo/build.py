"""From nothing to a filled home: the city is drawn, its filings are written, and the ordinary intake takes them in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.demo import calibration as calibrations
from analytics.demo import city, filings, sheets
from analytics.demo.draws import Draws
from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.records import Store
