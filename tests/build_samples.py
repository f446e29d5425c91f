"""Writes the files under `raw/` and `tests/samples/` from the factory: the same bytes each time.

Run from the project's folder: `python -m tests.build_samples raw` needs the development dependencies
only; `words` also needs pango and fonts-thai-tlwg, `reports` chromium and libreoffice-writer too, and so does
`matrix FOLDER [SEED]`, which writes every producer × font × rules × digits for measuring; another seed
(100, if none is given) gives other reports, which the reader was not made with.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.factory.facts import Facts
from tests.factory.invent import invent
from tests.factory.layout import Para, Shape, layout
from tests.factory.look import FONTS, RULES, FontName, Look, Rules
from tests.factory.produce import PRODUCERS, Producer, produce, true_cells
from tests.factory.sample.report import sample
from tests.factory.text import Dialect, write_text
from tests.factory.truth import truth
from tests.factory.typst_pdf import typst_pdf

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"
SAMPLES = ROOT / "tests" / "samples" / "reports"
WORDS = ROOT / "tests" / "samples" / "words"
# A producer that shares a cluster's letters out among its glyphs names each glyph by the cluster that shows it first:
# after ค่ำ every า is "่ำ" in its map, after อยู่ a lowered ่ is ู, after ผู้ a lowered ้ is.
FIRST_WORDS = {
    "am": "ค่ำ ร่ำรวย ต่ำ น้ำ ซ้ำ ทำ",
    "below": "อยู่ระหว่าง ปู่ ผู้เข้าร่วม รู้ กุ้ง ฝุ่น",
    "above": "ส่งเสริม ที่ พื้นที่ ปั๊ม ฝ่าย ป่า ฟ้า",
}
OTHER_WORDS = (
    "หน่วย : ล้านบาท ปีงบประมาณ พ.ศ. ๒๕๖๘ ไตรมาสที่ ๔",
    "คำนวณค่าน้ำหนักตัวชี้วัด คำสั่งที่ ๑๒/๒๕๖๘ อำเภอ ตำบล",
    "ศึกษาฐานข้อมูล ปรึกษา ป่าชุมชน คุ้มค่า ซื้อจ้าง จ๋า โป๊ะ",
    "ก่อหนี้ผูกพัน เบิกจ่าย ใช้จ่าย ร้อยละ ๘๐.๕๐ ขั้นสูง สิ้นสุด",
    "ญี่ปุ่น หญิง กตัญญู ปฏิญญา ฐิติ ญาณ ฤดู ฎีกา ศูนย์ วิจัย",
    "ฟื้นฟู เพื่อ เมื่อ เชื่อมโยง เรื่อง ลึก ตึก หุ้น อุ้ม ทุ่ม บุ๋ม",
)
_FIRST_SEED = 100  # of the matrix: one more for each of its reports
# What stands in the quarters to come: both ways of the field, so that both are shown.
_FUTURE = {1: "", 2: "-", 3: "", 4: ""}


def raw_files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each report under `raw/`."""
    for quarter in (1, 2, 3, 4):
        blocks = layout(sample(quarter), Shape(future=_FUTURE[quarter]))
        yield f"sample-2568-q{quarter}.txt", write_text(blocks, Dialect(seed=quarter))
    blocks = layout(sample(4))
    yield "sample-2568-q4.pdf", typst_pdf(blocks, Look(dark_header=True))


@dataclass(frozen=True, slots=True)
class Sample:
    """One PDF of a sample set: who prints it, in which font, with which rules and digits, of which facts."""

    producer: Producer
    font: FontName
    rules: Rules
    thai_digits: bool
    seed: int

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        digits = "thai" if self.thai_digits else "arabic"
        return f"{self.producer}-{self.font.lower().replace(' ', '-')}-{self.rules}-{digits}"

    @property
    def facts(self) -> Facts:
        """What the report says: one project, with fewer decimals in every third."""
        quarter = 4 if self.seed % 2 else 2
        return invent(self.seed, projects=1 + self.seed % 2, quarter=quarter, decimals=(4, 4, 2)[self.seed % 3])

    def shape(self) -> Shape:
        """How it stands."""
        two = self.seed % 5 == 2
        return Shape(kpis_per_slide=3, future="-", thai_digits=self.thai_digits, two_row_headers=two)

    def look(self) -> Look:
        """How it looks: slides and upright pages, plain and dark headers in turn."""
        turn = self.seed % 4
        return Look(self.font, self.rules, landscape=turn == 0, slides=turn == 0, points=9.0, dark_header=turn in (0, 1))


def committed() -> list[Sample]:
    """Every producer with every font, and every producer with every rule and both digits."""
    found: list[Sample] = []
    for row, producer in enumerate(PRODUCERS):
        for column, font in enumerate(FONTS):
            turn = row + column
            found.append(Sample(producer, font, RULES[turn % 3], turn % 2 == 1, 10 + 5 * row + column))
    kinds = {(one.producer, one.rules, one.thai_digits) for one in found}
    for row, producer in enumerate(PRODUCERS):
        for column, rules in enumerate(RULES):
            for thai in (False, True):
                if (producer, rules, thai) not in kinds:
                    font = FONTS[(row + 2 * column + thai) % 5]
                    found.append(Sample(producer, font, rules, thai, 40 + 6 * row + 2 * column + thai))
    return found


def matrix(seed: int = _FIRST_SEED) -> list[Sample]:
    """All 150: producer × font × rules × digits, for measuring."""
    every = [(p, f, r, t) for p in PRODUCERS for f in FONTS for r in RULES for t in (False, True)]
    return [Sample(*kind, seed=seed + index) for index, kind in enumerate(every)]


def report_files(samples: list[Sample]) -> Iterator[tuple[str, bytes]]:
    """Each PDF and, beside it, its truth: the datasets' rows and the cells of its tables."""
    for one in samples:
        facts = one.facts
        blocks = layout(facts, one.shape())
        yield f"{one.name}.pdf", produce(blocks, one.producer, one.look())
        known = {
            "producer": one.producer,
            "font": one.font,
            "rules": one.rules,
            "digits": "thai" if one.thai_digits else "arabic",
            "report_id": facts.report_id,
            "datasets": truth(facts),
            "tables": true_cells(blocks),
        }
        text = json.dumps(known, ensure_ascii=False, default=_as_text, separators=(",", ":"))
        yield (
            f"{one.name}.json",
            (text.replace('{"role"', '\n{"role"').replace('{"project_no"', '\n{"project_no"') + "\n").encode(),
        )


def words_files() -> Iterator[tuple[str, bytes]]:
    """Lines of words in each font, printed by the producer whose maps go wrong with them, in three orders."""
    for font in FONTS:
        for name, first in FIRST_WORDS.items():
            blocks = tuple(Para(line) for line in (first, *OTHER_WORDS))
            yield (
                f"{font.lower().replace(' ', '-')}-{name}.pdf",
                produce(blocks, "weasyprint", Look(font, landscape=False, slides=False)),
            )


def _as_text(value: object) -> str:
    assert isinstance(value, Decimal)
    return f"{value:f}"


def write(folder: Path, files: Iterator[tuple[str, bytes]]) -> None:
    """Writes what differs and says so."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            print(f"wrote {path}, {len(data):,} bytes")


def main(arguments: list[str]) -> int:
    """Builds what is named: `raw`, `reports`, `words`, or `matrix FOLDER [SEED]`."""
    if arguments[:1] == ["raw"]:
        write(RAW, raw_files())
    elif arguments[:1] == ["reports"]:
        write(SAMPLES, report_files(committed()))
    elif arguments[:1] == ["words"]:
        write(WORDS, words_files())
    elif arguments[:1] == ["matrix"] and len(arguments) in (2, 3):
        write(Path(arguments[1]), report_files(matrix(int(arguments[2]) if arguments[2:] else _FIRST_SEED)))
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
