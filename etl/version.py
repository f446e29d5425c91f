"""The version of the program, as published with every report."""

from __future__ import annotations

# What a report's rows depend on: raised with every change that can give other rows for the same bytes.
PIPELINE_VERSION = "0.3.0"
