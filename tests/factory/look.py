"""How a printed report looks: the font with its files, the rules of its tables, the page."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FontName = Literal["Sarabun", "Noto Sans Thai", "Garuda", "Norasi", "Laksaman", "Loma", "Kinnari", "Umpush", "Waree", "Tlwg Mono"]
Rules = Literal["ruled", "horizontal", "none"]
Paper = Literal["A3", "A4", "A5", "Letter", "Legal"]

FONTS: tuple[FontName, ...] = ("Sarabun", "Noto Sans Thai", "Garuda", "Norasi", "Laksaman")
OTHER_FONTS: tuple[FontName, ...] = ("Loma", "Kinnari", "Umpush", "Waree", "Tlwg Mono")
PAPERS: dict[Paper, tuple[int, int]] = {  # width and height in points, upright
    "A3": (842, 1191), "A4": (595, 842), "A5": (420, 595), "Letter": (612, 792), "Legal": (612, 1008),
}  # fmt: skip
RUNNING = ("รายงานผลการดำเนินงานประจำไตรมาส", "เอกสารภายใน")  # at the head and the foot of every page
RULES: tuple[Rules, ...] = ("ruled", "horizontal", "none")
_DEBIAN = Path("/usr/share/fonts/truetype/tlwg")  # package fonts-thai-tlwg
_FILES: dict[str, tuple[str, str]] = {
    "Sarabun": ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf"),
    "Noto Sans Thai": ("NotoSansThai[wdth,wght].ttf", "NotoSansThai[wdth,wght].ttf"),
    "Garuda": ("Garuda.ttf", "Garuda-Bold.ttf"),
    "Norasi": ("Norasi.ttf", "Norasi-Bold.ttf"),
    "Laksaman": ("Laksaman.ttf", "Laksaman-Bold.ttf"),
    "Loma": ("Loma.ttf", "Loma-Bold.ttf"),
    "Kinnari": ("Kinnari.ttf", "Kinnari-Bold.ttf"),
    "Umpush": ("Umpush.ttf", "Umpush-Bold.ttf"),
    "Waree": ("Waree.ttf", "Waree-Bold.ttf"),
    "Tlwg Mono": ("TlwgMono.ttf", "TlwgMono-Bold.ttf"),
}
_WHEELS = {"Sarabun": "fontpkg_sarabun", "Noto Sans Thai": "fontpkg_noto_sans_thai"}


@dataclass(frozen=True, slots=True)
class Look:
    """A font, the rules of tables, landscape slides or an upright page, the size of its words."""

    font: FontName = "Sarabun"
    rules: Rules = "ruled"
    landscape: bool = True
    slides: bool = True  # each heading begins a page
    points: float = 10.0
    dark_header: bool = False  # white words on a filled header, as slides have them
    paper: Paper = "A4"
    padding: float | None = None  # points around the words of a cell; else the producer's own
    zebra: bool = False  # every second row on a pale ground
    running: bool = False  # a line at the head and at the foot of every page
    middle: bool = False  # words half-way up their row: a label of three lines has its number beside the second
    centred: bool = False  # numbers and heads in the middle of their columns
    repeats: bool = True  # heads stand again on the next page

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the page in points."""
        short, long = PAPERS[self.paper]
        return (long, short) if self.landscape else (short, long)


DEFAULT = Look()


def font_files(font: FontName) -> tuple[Path, Path]:
    """The regular and the bold file of a font. Raises `FileNotFoundError` naming what to install."""
    wheel = _WHEELS.get(font)
    folder = _DEBIAN if wheel is None else _wheel_files(wheel)
    regular, bold = (folder / name for name in _FILES[font])
    if not regular.is_file():
        raise FileNotFoundError(f"{font}: install {wheel or 'fonts-thai-tlwg'}")
    return regular, bold


def _wheel_files(module: str) -> Path:
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"install {module.replace('_', '-')}")
    return Path(found.origin).parent / "files"
