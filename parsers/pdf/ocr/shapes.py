"""Tells digits, Thai and Arabic, by the shapes of their ink; tesseract's Thai model lacks ๔ ๖ ๗ ๘ and ๙."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

THAI, ARABIC, BRACKETS = "๐๑๒๓๔๕๖๗๘๙", "0123456789", "()"
SIDE = 20  # pixels: the square into which a shape is scaled
_TALLEST = 2.0  # of the letters' height: what is higher is as high
_KINDS = (range(10), range(10, 20), range(20, 22))  # of the classes, by script; the last class, 22, is any letter

Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a piece of ink is in a text of Thai digits and in one of Arabic, each with its probability."""

    thai: tuple[str, float]
    arabic: tuple[str, float]
    bracket: tuple[str, float]


@dataclass(frozen=True, slots=True)
class _Net:
    """A small neural net of one hidden layer, trained on digits and letters in many fonts (`tests/train_digits.py`)."""

    first: Grey
    first_bias: Grey
    second: Grey
    second_bias: Grey

    def probabilities(self, features: Grey) -> Grey:
        hidden = np.maximum(features @ self.first + self.first_bias, 0)
        scores = hidden @ self.second + self.second_bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: Grey = powers / powers.sum(axis=1, keepdims=True)
        return result


@lru_cache(maxsize=1)
def _net() -> _Net:
    stored = np.load(BytesIO(files("parsers.pdf.ocr").joinpath("digits.npz").read_bytes()), allow_pickle=False)
    return _Net(*(stored[name].astype(np.float32) for name in ("first", "first_bias", "second", "second_bias")))


def feature(ink: Grey, letters: float) -> Grey:
    """A shape's ink (0 paper, 1 ink, cut to its box) in a square, then its proportions; `letters` is their height in pixels."""
    tall, wide = ink.shape
    scale = SIDE / max(tall, wide)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    how = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    scaled = np.asarray(Image.fromarray((ink * 255).astype(np.uint8)).resize(size, how), dtype=np.float32) / 255
    square = np.zeros((SIDE, SIDE), dtype=np.float32)
    top, left = (SIDE - scaled.shape[0]) // 2, (SIDE - scaled.shape[1]) // 2
    square[top : top + scaled.shape[0], left : left + scaled.shape[1]] = scaled
    return np.append(square.ravel(), [wide / tall / 2, min(tall / letters, _TALLEST)]).astype(np.float32)


def shapes(features: Sequence[Grey]) -> list[Shape]:
    """What each feature is most like."""
    if not features:
        return []
    return [Shape(*(_best(row, kind) for kind in _KINDS)) for row in _net().probabilities(np.array(features))]


def _best(row: Grey, kind: range) -> tuple[str, float]:
    """The likeliest of a kind, with its probability where the other script's digits do not stand."""
    index = max(kind, key=lambda number: row[number])
    others = sum(float(row[number]) for other in _KINDS[:2] if other is not kind for number in other)
    if kind is _KINDS[2]:
        others = 0.0
    return (THAI + ARABIC + BRACKETS)[index], round(float(row[index]) / max(1 - others, 1e-6), 4)
