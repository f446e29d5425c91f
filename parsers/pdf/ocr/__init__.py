"""Scans: pages without a text layer that can be trusted, read from their pictures."""
