"""Text files in every encoding that Thai reports come in, and bytes that are no text."""

from __future__ import annotations

import pytest

from parsers.encoding import decode
from schemas.errors import BinarySource, EmptySource, UndecodableSource

REPORT = "รายงานผลการดำเนินงาน ไตรมาส 4\nน้ำหนัก\t15\n"


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("utf-8", "the usual one"),
        ("utf-8-sig", "with a byte-order mark, as Notepad writes"),
        ("utf-16", "with a mark, as Excel's Unicode text"),
        ("utf-16-le", "without a mark"),
        ("utf-16-be", "without a mark, big end first"),
        ("cp874", "Windows Thai"),
        ("tis-620", "the Thai industrial standard"),
    ],
)
def test_the_same_words_come_out_of_every_encoding(encoding: str, reason: str) -> None:
    assert decode(REPORT.encode(encoding)) == REPORT, reason


@pytest.mark.parametrize("data", [b"", b"   \n\t ", "\ufeff \n".encode()])
def test_a_file_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptySource):
        decode(data)


def test_a_nul_in_the_text_is_binary_and_its_line_is_named() -> None:
    with pytest.raises(BinarySource, match="Line 2"):
        decode("รายงาน\nแผน\x00การ".encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0 photograph \x81\x82", "bytes that CP874 leaves undefined"),
        ("café déjà vu, naïve".encode("latin-1"), "Latin-1 read as CP874 has no Thai consonants in place"),
        ("รายงาน".encode()[:-1] + b" \xfc\xfd", "UTF-8 cut inside a letter"),
    ],
)
def test_bytes_in_no_encoding_of_a_thai_report_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UndecodableSource):
        decode(data)
        pytest.fail(reason)
