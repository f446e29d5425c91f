"""The reasons for quarantine: each is said in Thai and in English, what it is and the way out."""

from __future__ import annotations

import pickle
import re

import pytest

from schemas.errors import NoFile, QuarantineError, UnreadablePdf, refusal, refusals

THAI, LATIN = re.compile("[ก-๎]"), re.compile("[A-Za-z]")


@pytest.mark.parametrize("kind", [*refusals(), QuarantineError, NoFile], ids=lambda kind: kind.reason)
def test_every_reason_has_both_languages(kind: type[QuarantineError] | type[NoFile]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", kind.reason)
    for thai in (kind.says_th, kind.advice_th):
        assert THAI.search(thai)
        assert not thai.endswith(".")
    for english in ((kind.__doc__ or "").partition("\n")[0], kind.advice):
        assert LATIN.search(english)
        assert english.endswith(".")
    commands = [set(re.findall("`[^`]+`", words)) for words in (kind.advice, kind.advice_th)]
    assert commands[0] == commands[1], "the same commands in both"


def test_the_thai_of_a_sentence_goes_with_it_from_one_process_to_another() -> None:
    error = pickle.loads(pickle.dumps(UnreadablePdf("It is cut.", th="ไฟล์ขาด")))  # noqa: S301  # our own
    assert (str(error), error.sentence_th) == ("It is cut.", "ไฟล์ขาด")


def test_every_reason_has_words_of_its_own() -> None:
    kinds = [*refusals(), QuarantineError, NoFile]
    assert len({kind.reason for kind in kinds}) == len({kind.says_th for kind in kinds}) == len(kinds) == 18


def test_a_code_names_its_kind_and_one_that_nobody_knows_that_of_any_file() -> None:
    assert refusal("pdf.damaged") is UnreadablePdf
    assert refusal("pdf.damaged").says_th.startswith("โครงสร้างของ PDF เสียหาย")
    assert refusal("of.another_version").says_th == "อ่านไฟล์นี้เป็นรายงานไม่ได้"
