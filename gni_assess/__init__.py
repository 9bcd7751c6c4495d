"""Collect, check and report a company's record for a GNI assessment."""

__version__ = "0.1.0"
