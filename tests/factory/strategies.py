"""Hypothesis strategies: reports without mistakes, and the many ways in which one can be written."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.factory import words
from tests.factory.facts import Facts
from tests.factory.invent import invent
from tests.factory.layout import Shape
from tests.factory.text import Dialect


def reports(max_projects: int = 4) -> st.SearchStrategy[Facts]:
    """Invented reports; they shrink to fewer projects and plainer choices."""
    return st.builds(
        invent,
        st.integers(0, 2**32 - 1),
        projects=st.integers(1, max_projects),
        quarter=st.sampled_from((4, 3, 2, 1)),
        decimals=st.sampled_from((4, 2, 1)),
        unit=st.sampled_from(("million_baht", "baht")),
        agency=st.sampled_from(words.AGENCIES),
        total_row=st.booleans(),
    )


def shapes() -> st.SearchStrategy[Shape]:
    """How a report stands, whatever it says."""
    return st.builds(
        Shape,
        kpis_per_slide=st.sampled_from((2, 1, 3)),
        future=st.sampled_from(("", "-")),
        header_for_each_kpi=st.booleans(),
        unit_in_sections=st.booleans(),
        thai_digits=st.booleans(),
        two_row_headers=st.booleans(),
    )


def dialects() -> st.SearchStrategy[Dialect]:
    """How a text file is written."""
    return st.builds(
        Dialect,
        tables=st.sampled_from(("tabs", "pipes", "html")),
        encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp874")),
        newline=st.sampled_from(("\n", "\r\n")),
        quirks=st.booleans(),
        ragged=st.booleans(),
        seed=st.integers(0, 999),
    )
