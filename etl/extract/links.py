"""Finds the URLs that the lines of a report name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.record import Link, Narrative

_URL = re.compile(r"(?:(?:https?|ftp)://|(?<![A-Za-z0-9./@-])www\.)[A-Za-z0-9][^\s<>\"'“”‘’`|\\^{}ก-๛]*", re.IGNORECASE)
_TRAILING = ".,;:!?*…"


def links(narratives: Sequence[Narrative]) -> tuple[Link, ...]:
    """One row a URL, with a scheme or beginning with www.; what ends a sentence is not its end.

    "(ดู www.example.or.th/a_(b).)" gives "www.example.or.th/a_(b)".
    """
    rows: list[Link] = []
    for line in narratives:
        for url in find_urls(line.text):
            rows.append(Link(line.project_no, line.kpi_no, len(rows) + 1, url, line.read))
    return tuple(rows)


def find_urls(text: str) -> Iterator[str]:
    """The URLs of a text in order."""
    for found in _URL.finditer(text):
        url = found[0]
        while url and (url[-1] in _TRAILING or (url[-1] in ")]" and _unopened(url))):
            url = url[:-1]
        yield url


def _unopened(url: str) -> bool:
    closing = url[-1]
    opening = {")": "(", "]": "["}[closing]
    return url.count(closing) > url.count(opening)
