"""Turns records into checks and findings: equations, verdicts, and the cells that must be wrong."""
