"""Turns a PDF page into an upright, straight picture, and finds the ruling lines on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image
from scipy import ndimage

from parsers.pdf.grid import Rule, joined_rules
from schemas.document import Box

_DPI = 300.0
_MOST_PIXELS = 18_000_000  # an A3 page at 300 dpi; larger paper is drawn coarser
_POINT = 72.0
_WHITE = 255
_DARKEST, _LIGHTEST = 96, 200  # grey values between which ink and paper are told apart

_SKEW_WIDTH = 900  # pixels: enough to see lines of text
_MOST_SKEW, _SKEW_STEP, _SKEW_FINE = 3.0, 0.5, 0.1  # degrees
_LEAST_SKEW = 0.08  # degrees: less moves a line by less than its thickness over half a page

_LONG_ACROSS, _LONG_DOWN = 21.0, 14.0  # points of a ruling line; no stroke of a letter in running text is as long
_UNBROKEN = 0.9  # of a line's pixels are dark: scans break lines
_GROUND = 4.0  # points around a place within which most is dark where the ground is, words on it or not
_SOLID = 4.0  # points: what is thicker is a shaded box, whose edges rule
_SURELY = 90.0  # points: no row of letters is dark without a break for so long
_BESIDE, _PAPER = 1.7, 0.25  # points from a line to where it is looked for paper; the most that may be dark there
_CLEAR_PAPER = 0.1  # the most beside a hairline, which may be a row of blurred letters
_EVENED, _STANDS_OUT = 2.0, 12.0  # points of a line that are looked at as one, against noise; how much darker in grey it is
_FAINT = 222  # grey of a line on a shaded box, of which the words are black and the ground white
_SHADE_HEIGHT, _MOSTLY = 7.0, 0.5  # points; the share of a shaded box that is dark: a thick frame is no such box
_INKIEST, _LEAST_CONTRAST = 99.5, 60  # the percentile of the words' grey on their ground, and the least difference
_STRIP, _FREE = 3, 0.02  # pixels on both sides of a line's way, and the share of them that may be dark
_MEETS = 4.0  # points between the end of a line down and one across
_SHORT_DOWN = 30.0  # points of a line down, which may be the stem of a letter in a heading
_LINE_ROOM = 2.0  # points on both sides of a line where its pixels are taken away
_MOST_LINES = 3_000  # more are a photograph

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Greys = npt.NDArray[np.float32]


@dataclass(slots=True)
class Picture:
    """A page in grey, `scale` pixels a point."""

    pixels: Pixels
    scale: float

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in points."""
        height, width = self.pixels.shape
        return width / self.scale, height / self.scale

    def image(self) -> Image.Image:
        """The picture for other programs."""
        return Image.fromarray(self.pixels)


def drawn(data: bytes, number: int) -> Picture:
    """Page `number` (from 1) in grey at 300 dpi, coarser where it would have too many pixels."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / _POINT, (_MOST_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
        bitmap.close()
        page.close()
    finally:
        document.close()
    return Picture(pixels.reshape(pixels.shape[0], pixels.shape[1]), scale)


def turned(picture: Picture, degrees: int) -> Picture:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return Picture(np.ascontiguousarray(np.rot90(picture.pixels, -degrees // 90)), picture.scale)


def straightened(picture: Picture) -> tuple[Picture, float]:
    """The picture with its lines of text level, and by how many degrees it was turned for that."""
    angle = _skew(picture)
    if abs(angle) < _LEAST_SKEW:
        return picture, 0.0
    level = picture.image().rotate(angle, Image.Resampling.BICUBIC, fillcolor=_WHITE)
    return Picture(np.asarray(level, dtype=np.uint8), picture.scale), angle


def _skew(picture: Picture) -> float:
    """The angle at which the page's rows are most unequal: lines of text and the white between them."""
    small = picture.image()
    small.thumbnail((_SKEW_WIDTH, _SKEW_WIDTH))
    inked = Image.fromarray(_WHITE - np.asarray(small, dtype=np.uint8))

    def contrast(angle: float) -> float:
        rows = np.asarray(inked.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float64).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    coarse = np.arange(-_MOST_SKEW, _MOST_SKEW + _SKEW_STEP / 2, _SKEW_STEP)
    best = max((float(angle) for angle in coarse), key=contrast)
    fine = np.arange(best - _SKEW_STEP, best + _SKEW_STEP + _SKEW_FINE / 2, _SKEW_FINE)
    return max((float(angle) for angle in fine), key=contrast)


def evened(picture: Picture) -> tuple[Picture, list[Box]]:
    """The picture with its shaded boxes made paper and what is printed on them dark, and those boxes in points.

    White words on a dark ground and dark words on a grey one both differ from their ground.
    """
    small, scale = _halved(ink(picture)), picture.scale / 2
    reach = round(_GROUND * scale)
    solid = _solid(small, scale)
    labels, _ = ndimage.label(ndimage.uniform_filter(small.astype(np.float32), 2 * reach) > _MOSTLY)
    pixels = picture.pixels.copy()
    boxes: list[Box] = []
    for number, (down, across) in enumerate(ndimage.find_objects(labels), start=1):
        window = _widened(down, reach), _widened(across, reach)
        near = ndimage.maximum_filter(labels[window] == number, 2 * reach + 1)
        found = ndimage.find_objects(_filled(solid[window] & near).astype(np.uint8))
        if not found:
            continue
        shade = _filled(solid[window] & near)[found[0]]
        down, across = (
            slice(each.start + part.start, each.start + part.stop) for each, part in zip(window, found[0], strict=True)
        )
        window = down, across
        if across.stop - across.start < _LONG_ACROSS * scale or down.stop - down.start < _SHADE_HEIGHT * scale:
            continue
        if small[window][shade].mean() < _MOSTLY:
            continue
        boxes.append(Box(across.start / scale, down.start / scale, across.stop / scale, down.stop / scale))
        region = pixels[2 * down.start : 2 * down.stop, 2 * across.start : 2 * across.stop]
        where = shade.repeat(2, axis=0).repeat(2, axis=1)
        region[where] = _contrast(region[where])
    return Picture(pixels, picture.scale), boxes


def _widened(stretch: slice, by: int) -> slice:
    return slice(max(stretch.start - by, 0), stretch.stop + by)


def _filled(mask: Mask) -> Mask:
    """A shape with all that stands between two of its pixels, across or down: the words on a shaded box."""
    before, behind, above, below = (
        np.logical_or.accumulate(mask, axis=1),
        np.logical_or.accumulate(mask[:, ::-1], axis=1)[:, ::-1],
        np.logical_or.accumulate(mask, axis=0),
        np.logical_or.accumulate(mask[::-1], axis=0)[::-1],
    )
    filled: Mask = (before & behind) | (above & below)
    return filled


def _contrast(grey: Pixels) -> Pixels:
    """White where the grey is that of the ground, darker the more it differs."""
    away = np.abs(grey.astype(np.int16) - int(np.median(grey)))
    most = max(int(np.percentile(away, _INKIEST)), _LEAST_CONTRAST)
    result: Pixels = (_WHITE - np.minimum(away * _WHITE // most, _WHITE)).astype(np.uint8)
    return result


def ink(picture: Picture) -> Mask:
    """Where the page is dark, by the grey value that parts ink from paper best (Otsu's)."""
    counts = np.bincount(picture.pixels.ravel(), minlength=_WHITE + 1).astype(np.float64)
    below = np.cumsum(counts)
    weighted = np.cumsum(counts * np.arange(_WHITE + 1))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * np.square(weighted / below - (weighted[-1] - weighted) / above)
    threshold = int(np.argmax(np.nan_to_num(between)))
    dark: Mask = picture.pixels <= min(max(threshold, _DARKEST), _LIGHTEST)
    return dark


def without_lines(picture: Picture, shaded: Sequence[Box] = ()) -> tuple[Picture, list[Box]]:
    """The picture without its ruling lines, and those lines in points; in shaded boxes lines may be faint.

    A line down that meets no line across is a letter's stroke and stays.
    """
    dark = ink(picture)
    for box in shaded:
        x0, top, x1, bottom = (round(edge * picture.scale) for edge in (box.x0, box.top, box.x1, box.bottom))
        dark[top:bottom, x0:x1] |= picture.pixels[top:bottom, x0:x1] <= _FAINT
    small, scale = _halved(dark), picture.scale / 2
    thin, grey = small & ~_solid(small, scale), _halved_grey(picture)
    inked = _ruling(small, thin, thin, scale)
    faint = _ruling(small, _stands_out(grey, scale), _stands_out(grey.T, scale).T, scale, is_faint=True)
    if inked is None or faint is None:
        return picture, []
    rules = _kept(*joined_rules([*inked.boxes, *faint.boxes]))
    lines = inked.mask | faint.mask
    return _erased(picture, lines, rules), [rule for rule in rules if not any(_edges(rule, box) for box in shaded)]


@dataclass(frozen=True, slots=True)
class _Ruling:
    """The lines that masks show, in points, and where they are dark."""

    boxes: list[Box]
    mask: Mask


def _ruling(dark: Mask, across: Mask, down: Mask, scale: float, *, is_faint: bool = False) -> _Ruling | None:
    """The long stretches of two masks that are lines; `None` where they are so many that the page is a photograph."""
    rows = _runs_of(_thickened(across, 0), round(_LONG_ACROSS * scale), 1)
    columns = _runs_of(_thickened(down, 1), round(_LONG_DOWN * scale), 0)
    boxes = [*_lines(rows, scale), *_lines(columns, scale)]
    if len(boxes) > _MOST_LINES:
        return None
    horizontal, vertical = joined_rules(boxes)
    lines = [Box(rule.start, rule.at, rule.end, rule.at) for rule in horizontal if _is_line(rule, dark, scale, is_faint=is_faint)]
    lines += [
        Box(rule.at, rule.start, rule.at, rule.end) for rule in vertical if _is_line(rule, dark.T, scale, is_faint=is_faint)
    ]
    return _Ruling(lines, rows | columns)


def _halved(dark: Mask) -> Mask:
    """Half the resolution: a pixel is dark where one of its four is."""
    height, width = dark.shape[0] // 2 * 2, dark.shape[1] // 2 * 2
    even = dark[:height, :width]
    small: Mask = even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2]
    return small


def _halved_grey(picture: Picture) -> Greys:
    """Half the resolution in grey: the mean of each four pixels, which noise is half of."""
    height, width = picture.pixels.shape[0] // 2 * 2, picture.pixels.shape[1] // 2 * 2
    even = picture.pixels[:height, :width].reshape(height // 2, 2, width // 2, 2)
    grey: Greys = even.mean(axis=(1, 3), dtype=np.float32)
    return grey


def _stands_out(grey: Greys, scale: float) -> Mask:
    """Where a stretch is darker than what is above it and what is below: a hairline that a scan shows as light grey is so all along."""
    along: Greys = ndimage.uniform_filter1d(grey, max(round(_EVENED * scale), 1), axis=1)
    away = max(round(_BESIDE * scale), 1)
    found = np.zeros(grey.shape, dtype=np.bool_)
    found[away:-away] = np.minimum(along[: -2 * away], along[2 * away :]) - along[away:-away] >= _STANDS_OUT
    return found


def _thickened(mask: Mask, axis: int) -> Mask:
    """Each dark pixel with the next along an axis: a line that steps from row to row is one run."""
    result = mask.copy()
    if axis:
        result[:, 1:] |= mask[:, :-1]
    else:
        result[1:] |= mask[:-1]
    return result


def _runs_of(mask: Mask, length: int, axis: int) -> Mask:
    """The pixels of long stretches that are dark nearly all along, which end where the dark ones do."""
    near: Mask = ndimage.maximum_filter1d(mask.view(np.uint8), 3, axis=axis).view(np.bool_)
    return _opened(mask, length, axis, _UNBROKEN) & near


def _opened(mask: Mask, length: int, axis: int, share: float = 1.0) -> Mask:
    """The pixels in stretches of `length` along an axis of which at least `share` are dark."""
    if mask.shape[axis] < length:
        return np.zeros_like(mask)
    full = _windows(mask, length, axis) >= share * length
    widths = [(0, 0), (0, 0)]
    widths[axis] = (length - 1, length - 1)
    reached: Mask = _windows(np.pad(full, widths), length, axis) > 0
    return reached


def _solid(mask: Mask, scale: float) -> Mask:
    """The pixels of what is too thick in both directions for a line."""
    side = round(_SOLID * scale)
    return _opened(_opened(mask, side, 1), side, 0)


def _windows(mask: Mask, length: int, axis: int) -> npt.NDArray[np.uint16]:
    """How many pixels are dark in each stretch of `length` along an axis."""
    widths = [(0, 0), (0, 0)]
    widths[axis] = (1, 0)
    sums = np.pad(np.cumsum(mask, axis=axis, dtype=np.uint16), widths)  # wraps around; differences stay right
    if axis:
        return sums[:, length:] - sums[:, :-length]
    return sums[length:] - sums[:-length]


def _lines(mask: Mask, scale: float) -> list[Box]:
    """Each stretch of dark pixels as the line through its middle, in points."""
    labels, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    boxes: list[Box] = []
    for down, across in ndimage.find_objects(labels):
        x0, x1, top, bottom = (edge / scale for edge in (across.start, across.stop, down.start, down.stop))
        if x1 - x0 >= bottom - top:
            boxes.append(Box(x0, (top + bottom) / 2, x1, (top + bottom) / 2))
        else:
            boxes.append(Box((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))
    return boxes


def _is_line(rule: Rule, dark: Mask, scale: float, *, is_faint: bool) -> bool:
    """Whether dark pixels across (of a mask turned on its side, down) are a line: long, or with paper on both sides.

    The stems of bold letters stand below and above their row.
    """
    if rule.end - rule.start >= _SURELY and not is_faint:
        return True
    first, last = round(rule.start * scale), round(rule.end * scale)
    beside = [round((rule.at + room) * scale) for room in (-_BESIDE, _BESIDE)]
    most = _CLEAR_PAPER if is_faint else _PAPER
    return all(dark[min(max(y, 0), dark.shape[0] - 1), first:last].mean() <= most for y in beside)


def reaching(rules: Sequence[Box], shaded: Sequence[Box], dark: Mask, scale: float) -> list[Box]:
    """The lines down, through a shaded box at their end where nothing is printed: a head often rules its rows alone."""
    down = [rule for rule in rules if rule.x0 == rule.x1]
    plain = [box for box in shaded if not any(_is_inside(rule, box) for rule in down)]
    longer: list[Box] = []
    for rule in down:
        for box in plain:
            if box.x0 + _MEETS < rule.x0 < box.x1 - _MEETS and abs(box.bottom - rule.top) <= _MEETS:
                x, top, bottom = (round(edge * scale) for edge in (rule.x0, box.top, box.bottom))
                if dark[top:bottom, x - _STRIP : x + _STRIP].mean() <= _FREE:
                    longer.append(Box(rule.x0, box.top, rule.x1, box.bottom))
    return longer


def _edges(rule: Box, box: Box) -> bool:
    """Whether a line is the edge of a shaded box."""
    if rule.top == rule.bottom:
        near = min(abs(rule.top - box.top), abs(rule.top - box.bottom))
        return near <= _MEETS and box.x0 - _MEETS <= rule.x0 and rule.x1 <= box.x1 + _MEETS
    near = min(abs(rule.x0 - box.x0), abs(rule.x0 - box.x1))
    return near <= _MEETS and box.top - _MEETS <= rule.top and rule.bottom <= box.bottom + _MEETS


def _is_inside(rule: Box, box: Box) -> bool:
    """Whether a line down divides a shaded box."""
    middle = (rule.top + rule.bottom) / 2
    return box.x0 + _MEETS < rule.x0 < box.x1 - _MEETS and box.top < middle < box.bottom


def _kept(across: Sequence[Rule], down: Sequence[Rule]) -> list[Box]:
    """The lines across, and those down that meet one of them at an end or cross it; a short one has to meet two, as a cell's side does.

    The stem of a ไ in the heading over a table ends at the table's first line.
    """
    boxes = [Box(rule.start, rule.at, rule.end, rule.at) for rule in across]
    for rule in down:
        met = sum(
            rule.start - _MEETS <= other.at <= rule.end + _MEETS and other.start - _MEETS <= rule.at <= other.end + _MEETS
            for other in across
        )
        if met > (rule.end - rule.start < _SHORT_DOWN):
            boxes.append(Box(rule.at, rule.start, rule.at, rule.end))
    return boxes


def _erased(picture: Picture, lines: Mask, rules: Sequence[Box]) -> Picture:
    """The picture with white where the pixels of the lines were."""
    scale = picture.scale / 2
    gone = np.zeros_like(lines)
    for rule in rules:
        x0, x1 = (max(round((x + room) * scale), 0) for x, room in ((rule.x0, -_LINE_ROOM), (rule.x1, _LINE_ROOM)))
        top, bottom = (max(round((y + room) * scale), 0) for y, room in ((rule.top, -_LINE_ROOM), (rule.bottom, _LINE_ROOM)))
        gone[top:bottom, x0:x1] |= lines[top:bottom, x0:x1]
    gone |= _thickened(_thickened(gone[::-1, ::-1], 0), 1)[::-1, ::-1]
    pixels = picture.pixels.copy()
    doubled = gone.repeat(2, axis=0).repeat(2, axis=1)
    pixels[: doubled.shape[0], : doubled.shape[1]][doubled] = _WHITE
    return Picture(pixels, picture.scale)
