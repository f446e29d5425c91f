"""How a printed report looks: the font with its files, the rules of its tables, the page."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FontName = Literal["Sarabun", "Noto Sans Thai", "Garuda", "Norasi", "Laksaman"]
Rules = Literal["ruled", "horizontal", "none"]

FONTS: tuple[FontName, ...] = ("Sarabun", "Noto Sans Thai", "Garuda", "Norasi", "Laksaman")
RULES: tuple[Rules, ...] = ("ruled", "horizontal", "none")
_DEBIAN = Path("/usr/share/fonts/truetype/tlwg")  # package fonts-thai-tlwg
_FILES: dict[str, tuple[str, str]] = {
    "Sarabun": ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf"),
    "Noto Sans Thai": ("NotoSansThai[wdth,wght].ttf", "NotoSansThai[wdth,wght].ttf"),
    "Garuda": ("Garuda.ttf", "Garuda-Bold.ttf"),
    "Norasi": ("Norasi.ttf", "Norasi-Bold.ttf"),
    "Laksaman": ("Laksaman.ttf", "Laksaman-Bold.ttf"),
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
