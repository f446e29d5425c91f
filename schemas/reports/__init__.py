"""The report families this program knows: the explicit list, one declared family a file."""

from __future__ import annotations

from schemas.reports.family import ReportFamily
from schemas.reports.quarterly_performance import FAMILY as QUARTERLY_PERFORMANCE

ALL: tuple[ReportFamily, ...] = (QUARTERLY_PERFORMANCE,)
