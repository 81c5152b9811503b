"""Which cutter made a cut-out."""

CUTTER = 8
"""Raised whenever the cutter gives other results: a product that an older one cut out is cut out again."""
