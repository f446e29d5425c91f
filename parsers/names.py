"""What a text names: organisations, provinces, and names that are probably misspelt. One door for callers."""

from __future__ import annotations

from parsers.organisations import (
    agency_ids,
    agency_of,
    find_organisations,
    is_agency_id,
    is_ministry,
    organisation_abbreviation,
    organisation_name,
)
from parsers.provinces import find_provinces, province_key
from parsers.suspects import suspect_names

__all__ = [
    "agency_ids",
    "agency_of",
    "find_organisations",
    "find_provinces",
    "is_agency_id",
    "is_ministry",
    "organisation_abbreviation",
    "organisation_name",
    "province_key",
    "suspect_names",
]
