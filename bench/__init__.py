"""Measures what the project promises of speed, memory and rules: `python -m bench`."""
