"""Turns a wrong number and the right one into the slip of the hand or eye that explains it."""

from __future__ import annotations

from decimal import Decimal

# Thai digits that are taken for one another in print and by OCR.
_ALIKE = tuple(map(frozenset, ("37", "38", "48", "45", "58", "69", "07", "17")))
_SCALES = ((Decimal(1000), "1,000"), (Decimal(1_000_000), "1,000,000"))
_LEAST_SHIFT, _MOST_SHIFT = 1, 2  # a point further off is no slip but another number


def slip(wrong: Decimal, right: Decimal, thai_digits: bool = False) -> tuple[str, str] | None:
    """The typical slip that turns `right` into `wrong`, in Thai and English, `None` where none does.

    36.2450 for 36.4250: two digits swapped; 4.8284 for -4.8284: the sign lost. `thai_digits` says
    that the number was printed in Thai digits, some of which look alike.
    """
    if wrong == right:
        return None
    if wrong == -right:
        return "เครื่องหมายลบตกหรือเกิน", "a sign lost or added"
    if (wrong < 0) != (right < 0):
        return None
    places = max(_places(wrong), _places(right))
    ours, theirs = _digits(wrong, places), _digits(right, places)
    return (
        _scaled(wrong, right)
        or _dropped_at_the_end(wrong, right)
        or _one_digit(ours, theirs, thai_digits)
        or _swapped(ours, theirs)
        or _moved_point(wrong, right)
        or _dropped(ours, theirs)
    )


def one_digit_apart(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers printed with the same places differ in exactly one digit."""
    if one * other < 0:
        return False
    places = max(_places(one), _places(other))
    ours, theirs = _digits(one, places), _digits(other, places)
    width = max(len(ours), len(theirs))
    pairs = zip(ours.zfill(width), theirs.zfill(width), strict=True)
    return sum(left != right for left, right in pairs) == 1


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _digits(value: Decimal, places: int) -> str:
    return f"{abs(value):.{places}f}".replace(".", "")


def _scaled(wrong: Decimal, right: Decimal) -> tuple[str, str] | None:
    for scale, printed in _SCALES:
        if right and (wrong == right * scale or wrong * scale == right):
            return f"คลาดเคลื่อน {printed} เท่า", f"{printed} times off"
    return None


def _one_digit(ours: str, theirs: str, thai_digits: bool) -> tuple[str, str] | None:
    if len(ours) != len(theirs):
        return None
    apart = [{left, right} for left, right in zip(ours, theirs, strict=True) if left != right]
    if len(apart) != 1:
        return None
    if thai_digits and frozenset(apart[0]) in _ALIKE:
        return "เลขไทยหน้าตาคล้ายกันถูกอ่านสลับ", "a Thai digit taken for one that looks like it"
    return "ตัวเลขผิดหนึ่งหลัก", "one digit wrong"


def _swapped(ours: str, theirs: str) -> tuple[str, str] | None:
    if len(ours) != len(theirs):
        return None
    apart = [index for index, (left, right) in enumerate(zip(ours, theirs, strict=True)) if left != right]
    if len(apart) != 2 or ours[apart[0]] != theirs[apart[1]] or ours[apart[1]] != theirs[apart[0]]:
        return None
    return "ตัวเลขสองหลักสลับกัน", "two digits swapped"


def _dropped(ours: str, theirs: str) -> tuple[str, str] | None:
    if abs(len(ours) - len(theirs)) != 1:
        return None
    short, whole = sorted((ours, theirs), key=len)
    if all(whole[:index] + whole[index + 1 :] != short for index in range(len(whole))):
        return None
    if short == ours:
        return "ตัวเลขตกหนึ่งหลัก", "a digit dropped"
    return "ตัวเลขเกินหนึ่งหลัก", "a digit added"


def _dropped_at_the_end(wrong: Decimal, right: Decimal) -> tuple[str, str] | None:
    """5.761 for 5.7611: the padding 0 that makes the places equal is no digit that anyone wrote."""
    if abs(_places(wrong) - _places(right)) != 1:
        return None
    ours, theirs = _digits(wrong, _places(wrong)), _digits(right, _places(right))
    at_the_end = theirs[:-1] == ours or ours[:-1] == theirs
    return _dropped(ours, theirs) if at_the_end else None


def _moved_point(wrong: Decimal, right: Decimal) -> tuple[str, str] | None:
    if not _places(wrong) and not _places(right):
        return None  # 10 for 100 is a digit dropped
    for shift in range(_LEAST_SHIFT, _MOST_SHIFT + 1):
        if right and (wrong == right.scaleb(shift) or wrong.scaleb(shift) == right):
            return "จุดทศนิยมเลื่อนตำแหน่ง", "the decimal point moved"
    return None
