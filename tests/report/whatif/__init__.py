"""Tests of the what-if reports."""
