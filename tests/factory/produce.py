"""Turns a report's blocks into a PDF with the producer asked for, and knows the truth of its cells."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from tests.factory.html_page import html_page
from tests.factory.layout import Block, Cell, Table
from tests.factory.look import DEFAULT, Look, font_files
from tests.factory.office import flat_document
from tests.factory.reportlab_pdf import reportlab_pdf
from tests.factory.typst_pdf import typst_pdf

Producer = Literal["chromium", "typst", "weasyprint", "libreoffice", "reportlab"]
PRODUCERS: tuple[Producer, ...] = ("chromium", "typst", "weasyprint", "libreoffice", "reportlab")
_DATE = re.compile(rb"/(?:Creation|Mod)Date ?\(D:(\d{14})")
_FIXED = b"20250101000000"
_SECONDS = 120  # an office program's first start on a busy machine


def produce(blocks: tuple[Block, ...], producer: Producer, look: Look = DEFAULT) -> bytes:
    """The report as a PDF's bytes. Raises `FileNotFoundError` where the producer is not installed."""
    if producer == "typst":
        return typst_pdf(blocks, look)
    if producer == "reportlab":
        return reportlab_pdf(blocks, look)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if producer == "libreoffice":
            return _undated(_libreoffice(flat_document(blocks, look), look, folder))
        page = html_page(blocks, look)
        return _undated(_chromium(page, folder)) if producer == "chromium" else _weasyprint(page)


def true_cells(blocks: tuple[Block, ...]) -> list[dict[str, object]]:
    """Every table as it stands: its role and its rows, a text a grid place, `None` where a span covers it.

    Markup is gone and paragraphs of a cell are joined by a space.
    """
    return [
        {"role": block.role, "headed": block.headed, "rows": [_true_row(row) for row in block.grid()]}
        for block in blocks
        if isinstance(block, Table)
    ]


def _true_row(row: list[Cell | None]) -> list[str | None]:
    return [None if cell is None else cell.text.replace("**", "").replace("\n", " ") for cell in row]


def _chromium(page: str, folder: Path) -> bytes:
    source, target = folder / "report.html", folder / "report.pdf"
    source.write_text(page, encoding="utf-8")
    program = _program("chromium", "chromium-browser", "google-chrome")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--allow-file-access-from-files")
    _run(program, *options, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri())
    return target.read_bytes()


def _weasyprint(page: str) -> bytes:
    from weasyprint import HTML

    made = HTML(string=page).write_pdf()
    assert isinstance(made, bytes)
    return made


def _libreoffice(document: str, look: Look, folder: Path) -> bytes:
    """Prints with the font at hand: a font that came as a wheel is lent to the program for its run."""
    source = folder / "report.fodt"
    source.write_text(document, encoding="utf-8")
    fonts = folder / "fonts"
    fonts.mkdir()
    for file in font_files(look.font):
        shutil.copy(file, fonts / file.name)
    config = folder / "fonts.conf"
    config.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<include>/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    program = _program("soffice", "libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = (profile, "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source))
    _run(program, *arguments, FONTCONFIG_FILE=str(config))
    return (folder / "report.pdf").read_bytes()


def _program(*names: str) -> str:
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return found
    raise FileNotFoundError(f"none of {', '.join(names)} is installed")


def _run(program: str, *arguments: str, **environment: str) -> None:
    import os

    subprocess.run((program, *arguments), check=True, capture_output=True, timeout=_SECONDS, env={**os.environ, **environment})


def _undated(data: bytes) -> bytes:
    """The PDF with a fixed date of creation, of the same length, so that its tables stay right."""
    return _DATE.sub(lambda found: found[0].replace(found[1], _FIXED), data)
