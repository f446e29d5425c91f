"""Makes scans of printed reports: the same pages as pictures, askew, turned and noisy."""

from __future__ import annotations

import io
import os

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from parsers.pdf.scans import missing

needs_tesseract = pytest.mark.skipif(
    bool(missing()) and not os.environ.get("RAINGAN_CI"), reason=f"scans cannot be read here without {missing()}"
)
_POINT = 72


def scan(data: bytes, *, dpi: int = 200, skew: float = 0, turn: int = 0, noise: float = 0, pages: int | None = None) -> bytes:
    """A PDF of the pictures of the first `pages` of a PDF, turned against the clock by `skew` and `turn` degrees."""
    chance = np.random.default_rng(1)
    document = pypdfium2.PdfDocument(data)
    pictures = []
    for number in range(min(pages or len(document), len(document))):
        picture = document[number].render(scale=dpi / _POINT, grayscale=True).to_pil()
        picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
        if noise:
            grey = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
            picture = Image.fromarray(np.clip(grey + chance.normal(0, noise, grey.shape), 0, 255).astype(np.uint8))
        pictures.append(picture.rotate(turn, expand=True))
    document.close()
    packed = io.BytesIO()
    pictures[0].save(packed, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=75)
    return packed.getvalue()
