"""Which of two readings of one line each word is taken from."""

from __future__ import annotations

import pytest

from parsers.pdf.ocr.tongues import put_together

READ = [
    ("ผลผลิต (Output) จำนวน", "ผลผลิต (0นพินt) จำนวน", "ผลผลิต (Output) จำนวน", "a Latin word that Thai alone turns into digits"),
    ("(ca)", "(ต่อ)", "(ต่อ)", "a Thai word that is like two Latin letters"),
    ("พัฒนา lu ด้าน", "พัฒนา ใน ด้าน", "พัฒนา ใน ด้าน", "a short one among Thai words"),
    ("ดูแล Al lu Telemedicine แล้ว", "ดูแล /ป ใน โ@(@กา๑ แล้ว", "ดูแล AI ใน Telemedicine แล้ว", "word by word, where there are as many"),
    ("ระบบ Online จำนวน 52", "ระบบ อทน์ทล จำนวน 52", "ระบบ Online จำนวน 52", "a word that can be spoken, whatever Thai letters look like it"),
    ("ของ SME ที่", "ของ 5ไม6 ที่", "ของ SME ที่", "capitals, which Thai alone takes for digits"),
    ("e-Service ของรัฐ", "๕-5อทหภ6อ6 ของรัฐ", "e-Service ของรัฐ", "at the beginning"),
    ("จำนวน 725 บริการ", "จำนวน 125 บริการ", "จำนวน 725 บริการ", "numbers are not told here"),
    ("ใช้ AI และ Algebra", "ใช้ /ป และ ฝ[ฐ6๒ฐล", "ใช้ AI และ Algebra", "a word that begins with the same letters"),
    ("", "", "", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("both", "thai", "expected", "_reason"), READ, ids=[case[3] for case in READ])
def test_each_word_is_of_the_tongue_that_it_can_be_of(both: str, thai: str, expected: str, _reason: str) -> None:
    assert put_together(both, thai) == expected
