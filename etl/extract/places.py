"""Where a record was read: the place and words of one cell, or of several joined."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import Cell, Place
from schemas.record import Read


def read_of(cells: Sequence[Cell]) -> Read:
    """The cells' words joined by tabs; the box around those on the first one's page.

    Cells "1. ฉบับ", "3 ฉบับ" give source_text "1. ฉบับ<tab>3 ฉบับ".
    """
    first = cells[0].place
    box = first.box
    for cell in cells[1:]:
        if box is not None and cell.place.box is not None and cell.place.page == first.page:
            box = box.union(cell.place.box)
    return Read(Place(first.page, first.line, box), "\t".join(cell.text for cell in cells))
