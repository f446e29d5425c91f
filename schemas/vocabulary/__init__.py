"""Closed lists as data files (units, organisations, provinces, months), each with its source."""
