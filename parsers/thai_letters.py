"""The letters of Thai by what they do in a word."""

from __future__ import annotations

CONSONANTS = frozenset(chr(code) for code in range(0x0E01, 0x0E2F))  # ก to ฮ
MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")  # above and below a consonant, no width of their own
