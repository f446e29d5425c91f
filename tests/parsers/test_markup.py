"""Markup out, words kept."""

from __future__ import annotations

import pytest

from parsers.markup import plain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("**จำนวน** 3  ราย", "จำนวน 3 ราย"),
        ("<p>หนึ่ง</p> <p>สอง</p>", "หนึ่ง สอง"),
        ("## 1. โครงการ", "1. โครงการ"),
        ("AI &amp; Data &lt;b&gt;", "AI & Data <b>"),
        ("<https://example.or.th>", "<https://example.or.th>"),
        ("80 < 90 และ 95 > 90", "80 < 90 และ 95 > 90"),
        ("#คนไทยรู้ทัน", "#คนไทยรู้ทัน"),
        ("ระดับ\u00a0ดี", "ระดับ ดี"),
    ],
)
def test_only_markup_is_taken_out(written: str, expected: str) -> None:
    assert plain(written) == expected
