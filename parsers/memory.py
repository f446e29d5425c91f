"""How often Python looks for objects that only know each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000  # objects made before it looks: a page makes thousands of glyphs, none of them in a cycle


@contextmanager
def collected_seldom() -> Iterator[None]:
    """For work on one report: the search goes over every glyph and row again and again, an eighth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
