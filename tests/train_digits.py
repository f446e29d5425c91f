"""Trains the net that tells digits by their shapes, and writes `parsers/pdf/ocr/digits.npz`.

Run from the project's folder: `python -m tests.train_digits FONT...`, with scikit-learn, fonttools and scipy
installed. FONT are TrueType files; the net that stands in the project was trained on the regular and bold faces
of 25 families of the Open Font License (Sarabun, Prompt, Kanit, Noto Sans and Serif Thai, IBM Plex Sans Thai ...)
and on those of Debian's fonts-thai-tlwg. The same fonts give the same net. What is stored are weights: no font is.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from scipy import ndimage

from parsers.pdf.ocr.shapes import ARABIC, BRACKETS, SIDE, THAI, feature

TARGET = Path(__file__).resolve().parents[1] / "parsers" / "pdf" / "ocr" / "digits.npz"
_LETTERS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮาๆฯเแโใไABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%+=/[]&*?!"
_SAMPLES, _SAMPLES_OF_LETTER = 70, 12  # of each digit and of each letter, in each face
_HIDDEN, _ROUNDS = 128, 14
_SMALLEST, _LARGEST = 30, 80  # pixels an em: 7 to 19 points at 300 dpi
_COARSEST = 20  # pixels an em of a scan that is drawn larger
_DARK = 150  # of 255: what is darker is ink


def main(fonts: Sequence[str]) -> None:
    """Trains on the faces and writes the weights."""
    from sklearn.neural_network import MLPClassifier

    features: list[Any] = []
    classes: list[int] = []
    for seed, path in enumerate(sorted(fonts)):
        for shape, number in _of_face(path, np.random.default_rng(seed)):
            features.append(shape)
            classes.append(number)
    net = MLPClassifier((_HIDDEN,), max_iter=_ROUNDS, batch_size=256, random_state=0)
    net.fit(np.array(features), np.array(classes))
    weights = (*net.coefs_, *net.intercepts_)
    names = ("first", "second", "first_bias", "second_bias")
    np.savez_compressed(TARGET, **{name: each.astype(np.float16) for name, each in zip(names, weights, strict=True)})
    assert features[0].size == SIDE * SIDE + 2
    print(f"{len(features):,} shapes of {len(fonts)} faces; {TARGET.stat().st_size:,} bytes")


def _of_face(path: str, chance: np.random.Generator) -> Iterator[tuple[Any, int]]:
    """Shapes of one face with their classes: digits, brackets, and one class for all letters."""
    from fontTools.ttLib import TTFont

    known = set(TTFont(path).getBestCmap())
    digits = THAI + ARABIC + BRACKETS
    for letter in digits + _LETTERS:
        if ord(letter) not in known:
            continue
        number = digits.find(letter) if letter in digits else len(digits)
        for _ in range(_SAMPLES if number < len(digits) else _SAMPLES_OF_LETTER):
            size = int(chance.uniform(_SMALLEST, _LARGEST))
            font = ImageFont.truetype(path, size)
            box = font.getbbox("ก" if ord("ก") in known else "x")
            shape = _shape(_printed(letter, font, chance), size, (box[3] - box[1]) / chance.uniform(0.93, 1.07), chance)
            if shape is not None:
                yield shape, number


def _printed(letter: str, font: ImageFont.FreeTypeFont, chance: np.random.Generator) -> Image.Image:
    """A letter on paper, a little turned and slanted."""
    picture = Image.new("L", (220, 220), 255)
    ImageDraw.Draw(picture).text((60, 60), letter, font=font, fill=int(chance.uniform(0, 70)))
    if chance.random() < 0.7:
        picture = picture.rotate(chance.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=255)
    if chance.random() < 0.2:
        slant = chance.uniform(-0.05, 0.25)
        how = (1, slant, -slant * 110, 0, 1, 0)
        picture = picture.transform(picture.size, Image.Transform.AFFINE, how, Image.Resampling.BICUBIC, fillcolor=255)
    return picture


def _shape(picture: Image.Image, size: int, letters: float, chance: np.random.Generator) -> Any:
    """The feature of the largest piece of ink after a scan, `None` where nothing is left of it."""
    rows, columns = np.nonzero(np.asarray(picture) < 200)
    if not rows.size:
        return None
    cut = picture.crop((columns.min() - 10, rows.min() - 10, columns.max() + 11, rows.max() + 11))
    grey = np.asarray(_scanned(cut, size, chance))
    labels, count = ndimage.label(grey <= _DARK, structure=np.ones((3, 3)))
    if not count:
        return None
    largest = int(np.argmax(ndimage.sum_labels(grey <= _DARK, labels, range(1, count + 1)))) + 1
    window = ndimage.find_objects(labels)[largest - 1]
    ink = np.where(ndimage.binary_dilation(labels[window] == largest), 1 - grey[window] / 255, 0).astype(np.float32)
    return feature(ink, letters) if ink.shape[0] > 3 else None


def _scanned(picture: Image.Image, size: int, chance: np.random.Generator) -> Image.Image:
    """The picture as a scanner gives it: coarser, blurred, noisy, black and white, or packed with loss."""
    width, height = picture.size
    if chance.random() < 0.5:
        share = chance.uniform(min(0.9, _COARSEST / size), 0.95)
        picture = picture.resize((max(3, int(width * share)), max(3, int(height * share))), Image.Resampling.LANCZOS)
    if chance.random() < 0.6:
        picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.9)))
    grey = np.asarray(picture, dtype=np.float32)
    if chance.random() < 0.6:
        grey = grey + chance.normal(0, chance.uniform(2, 18), grey.shape)
    if chance.random() < 0.3:
        grey = np.where(grey > chance.uniform(100, 190), 255, 0)
    picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if chance.random() < 0.3:
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=int(chance.uniform(35, 85)))
        picture = Image.open(packed).convert("L")
    return picture.resize((width, height), Image.Resampling.BICUBIC)


if __name__ == "__main__":
    main(sys.argv[1:])
