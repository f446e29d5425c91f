"""PDFs made to hurt: each is refused with its reason, within its limits, and the batch goes on."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from etl.batch import Options, ingest
from etl.workers import Limits
from tests.etl.outputs import published

ROOT = Path(__file__).resolve().parents[2]
WHOLE = ROOT / "tests" / "samples" / "reports" / "reportlab-garuda-ruled-arabic.pdf"
LIMITS = Limits(seconds=20, memory=2 << 30)
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of the objects, numbered from 1; the first is its catalog."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def page_of(content: bytes, page: bytes = PAGE) -> bytes:
    return pdf([CATALOG, ONE_PAGE, page, stream(content)])


def encrypted() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(60, 700, "12")
    canvas.save()
    return out.getvalue()


def truncated() -> bytes:
    return WHOLE.read_bytes()[:900]


def not_a_pdf_inside() -> bytes:
    return b"%PDF-1.7\n" + bytes(range(256)) * 40


def no_pages() -> bytes:
    return pdf([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"])


def looping_page_tree() -> bytes:
    return pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>"])


def looping_tables_of_objects() -> bytes:
    data = page_of(b"")
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 9 0 R /Prev %d" % start)


def form_in_itself() -> bytes:
    form = stream(b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>")
    page = PAGE.replace(b"<< >>", b"<< /XObject << /F 5 0 R >> >>")
    return pdf([CATALOG, ONE_PAGE, page, stream(b"/F Do"), form])


def a_million_objects() -> bytes:
    return page_of(b"0 0 9 9 re f\n" * 1_000_000)


def a_grid_without_end() -> bytes:
    lines = [b"%d 0 m %d 800 l S\n0 %d m 590 %d l S\n" % (x, x, x, x) for x in range(0, 590)] * 40
    return page_of(b"0.3 w\n" + b"".join(lines))


def an_absurd_page() -> bytes:
    return page_of(b"", PAGE.replace(b"595 842", b"9999999 9999999"))


def a_stream_of_gigabytes() -> bytes:
    """Four gigabytes of spaces in some four megabytes, and those in some kilobytes."""
    packer, block = zlib.compressobj(9), b" " * (1 << 20)
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = zlib.compress(first + again * 4095 + packer.flush(), 9)
    content = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pdf([CATALOG, ONE_PAGE, PAGE, content])


# pdfium ends its process where it gets no memory: what the worker had taken by then says so.
HOSTILE: list[tuple[Callable[[], bytes], set[str]]] = [
    (encrypted, {"pdf.encrypted"}),
    (truncated, {"pdf.damaged"}),
    (not_a_pdf_inside, {"pdf.damaged"}),
    (no_pages, {"pdf.no_pages"}),
    (looping_page_tree, {"pdf.damaged", "pdf.no_pages", "pdf.no_text_layer"}),
    (looping_tables_of_objects, {"pdf.damaged"}),
    (form_in_itself, {"limit.exceeded"}),
    (a_million_objects, {"limit.exceeded"}),
    (a_grid_without_end, {"limit.exceeded", "pdf.no_text_layer"}),
    (an_absurd_page, {"limit.exceeded"}),
    (a_stream_of_gigabytes, {"limit.exceeded"}),
]


def test_each_is_refused_with_its_reason_and_the_batch_goes_on(tmp_path: Path) -> None:
    inbox, root = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    for make, _ in HOSTILE:
        (inbox / f"{make.__name__}.pdf").write_bytes(make())
    (inbox / "whole.pdf").write_bytes(WHOLE.read_bytes())
    ingest(sorted(inbox.iterdir()), root, Options(jobs=2, limits=LIMITS))
    notes = [json.loads(path.read_text("utf-8")) for path in (root / "quarantine").glob("*.json")]
    reasons = {Path(note["source"]).stem: note["reason"] for note in notes}
    wrong = {make.__name__: reasons.get(make.__name__) for make, allowed in HOSTILE if reasons.get(make.__name__) not in allowed}
    assert wrong == {}
    assert len(published(root)) == 1
