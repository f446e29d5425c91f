"""Tells what kind of table a header row opens, and which role each of its columns plays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

from parsers.likeness import likeness
from parsers.markup import plain
from parsers.numbers import amount, arabic, run_together
from parsers.rivals import CUMULATIVE, MONEY, meant, of_kpi_quarters, split_role
from parsers.two_rows import composed, words_over
from schemas.document import Cell
from schemas.outline import HeaderColumn, TableRole
from schemas.record import QUARTERS
from schemas.reports.family import ReportFamily

_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
# A range ("ไตรมาส 1-2") is no quarter.
_QUARTER = re.compile(r"(?:q|ไตรมาส(?:ที่)?|ไตร\.?|ต\.)([1-4])(?!\d|(?:-|–|ถึง|และ|\+|,)(?:q|ไตรมาส(?:ที่)?)?[1-4](?!\d))")
# Quarters named by their months alone ("ต.ค.-ธ.ค. 67"), which stand for quarters where all four are there.
_MONTHS = tuple(
    re.compile(rf"(?:{first})(?:\d\d|25\d\d)?(?:-|–|ถึง)(?:{last})")
    for first, last in (
        (r"ต\.?ค\.?|ตุลาคม", r"ธ\.?ค|ธันวาคม"),
        (r"ม\.?ค\.?|มกราคม", r"มี\.?ค|มีนาคม"),
        (r"เม\.?ย\.?|เมษายน", r"มิ\.?ย|มิถุนายน"),
        (r"ก\.?ค\.?|กรกฎาคม", r"ก\.?ย|กันยายน"),
    )
)
# A share of something else than the allocation: no percentage disbursed.
_OTHER_SHARE = re.compile("แผน|คงเหลือ|ผูกพัน|ร้อยละ(?:การ|ผลการ)?ใช้จ่าย|%(?:การ)?ใช้จ่าย")
# What else a head may say of a column without being another one: its quarter, its year.
_QUALIFIED = re.compile(
    r"(?:ประจำ|ใน|ของ)?(?:ไตรมาส(?:ที่)?|q)[1-4](?:/(?:25)?\d\d)?(?!\d|[-–]|ถึง|และ)|(?:ประจำ)?ปี(?:งบประมาณ)?(?:พ\.?ศ\.?)?(?:25)?\d\d(?!\d|[-–]|ถึง)|(?<!\d)25\d\d$|ณ(?:สิ้น)?(?:วันที่|เดือน)?\d{1,2}[ก-๙].*$"
)
# Another year's figure, a comparison, who or what for: no column of this report's, however it begins.
_OTHERWISE = re.compile("ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา|ถัดไป|ที่ขอ|คำขอ|เทียบ(?:กับ)?แผน|ผลต่าง|sdgs|^ผู้")
_PAID, _BOUND = re.compile("เบิก|จ่าย"), re.compile("(?<!ไม่รวม)(?:ก่อหนี้|ผูกพัน|สัญญา|(?<![a-z])po(?![a-z]))")
_QUARTER_WORD = re.compile(r"(?:q(?:uarter)?|ไตรมาส(?:ที่)?)[1-4]")
_SHARES = ("ร้อยละ", "%")
_BARE_PERCENT = ("ร้อยละ", "%", "คิดเป็นร้อยละ")
_SUM_WORDS = ("สะสม", "รวม", "รวมทั้งสิ้น", "ทั้งปี", "รวมสะสม", "ผลสะสม")  # beside quarters below a head: all of it
_AMOUNT_WORDS = ("จำนวนเงิน", "จำนวน", "บาท", "ล้านบาท", "เงิน", "ยอดเงิน")  # below a head that says whose amount
NOTHING_OVER: Mapping[int, str] = MappingProxyType({})
_TITLE_CELL = re.compile(r"\d{1,3}\s*[.)]\s*\D")
_LABELLED_CELL = re.compile(r"(?:โครงการที่|ลำดับที่|แผนงานที่)\d{1,3}\D")
_PROJECT_CELL = re.compile(r"\d{1,3}[.)]")
_OUTLINE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?(?=[^\d.)])")  # "2.1 เบิกจ่าย"

# One wrong letter in a header word of eight letters gives 0.94, two give 0.88; different header words
# of the families stay below 0.75.
_LEAST_LIKENESS = 0.85
# Likeness is asked only where the row already looks like a header.
_LEAST_SURE_COLUMNS = 2
_PROJECTS = frozenset(("โครงการ",))
_BESIDE_PROJECTS = frozenset(("แผนงาน", "ผลผลิต", "กิจกรรม", "งาน", "ยุทธศาสตร์", "กลยุทธ์", "รายการ", "แผน"))  # "ผลผลิต/โครงการ"
_LONGEST_HEAD = 60  # letters; longer words over a row are a sentence
_TO_DATE = "to date"
_LEAST_HEAD_CELLS = 3  # a row of two such words may be a row of words
_PLAN = "แผน"
_LONG_PHRASE = 8  # a phrase this long proves the column even when more words follow it


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: the kind of table, its columns, how many rows it takes.

    `money` are the columns of a spending summary that stand in the same table, beside targets and results.
    """

    role: TableRole
    columns: tuple[HeaderColumn, ...]
    row_count: int
    cells: tuple[Cell, ...]
    money: tuple[HeaderColumn, ...] = ()

    @property
    def width(self) -> int:
        """Columns from the first to the last that is recognised."""
        return max(column.column_no + column.column_span - 1 for column in self.columns)


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """The words of a heading or label for comparison: no markup, brackets, white space; digits Arabic.

    "ผลใช้จ่าย (เบิกจ่าย+ผูกพัน)" gives "ผลใช้จ่าย".
    """
    return _BRACKETS.sub("", run_together(plain(text))).strip(":：*.-–—")


def find_header(rows: Sequence[tuple[Cell, ...]], index: int, family: ReportFamily) -> Header | None:
    """The header that begins at `rows[index]`, of one row or of two, `None` where none does.

    The row "ตัวชี้วัด | เป้าหมาย | ผลการดำเนินงาน | Q1 | Q2 | Q3 | Q4" opens a table of role "kpi".
    """
    single = _match(rows[index], family, 1, _row_below(rows, index + 1), _to_date(rows, index))
    if index + 1 >= len(rows):
        return single
    if sum(bool(cell.text) for cell in rows[index]) < _LEAST_SURE_COLUMNS:
        return single  # a title over the whole table
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in rows[index]) or _lacks_second_row(rows, index, family):
        over = words_over(rows[index], rows[index + 1])
        double = _match(composed(rows[index], rows[index + 1]), family, 2, _row_below(rows, index + 2), over)
        alone = _match(rows[index + 1], family, 1)  # a row of values right above a header adds no column to it
        known = max((len(one.columns) for one in (single, alone) if one is not None), default=0)
        better = double is not None and len(double.columns) > known
        return double if better else single
    if single is not None or _match(rows[index + 1], family, 1) is not None:
        return single  # the next row, if anything, is a header of its own
    over = words_over(rows[index], rows[index + 1])
    return _match(composed(rows[index], rows[index + 1]), family, 2, over=over)


def _to_date(rows: Sequence[tuple[Cell, ...]], index: int) -> Mapping[int, str]:
    """The heads above a row that say its columns are cumulative: "แผนรายไตรมาส (สะสม)" over Q1 to Q4."""
    if not index or not any(CUMULATIVE.search(cell.text) for cell in rows[index - 1]):
        return NOTHING_OVER
    over = words_over(rows[index - 1], rows[index])
    return {column: text for column, text in over.items() if len(text) <= _LONGEST_HEAD and CUMULATIVE.search(text)}


def _lacks_second_row(rows: Sequence[tuple[Cell, ...]], index: int, family: ReportFamily) -> bool:
    """Whether a header of a flat text goes on below: header words, then a row that begins with nothing."""
    below = rows[index + 1]
    words = sum(_sure_role(cell.text, family) is not None for cell in rows[index])
    return words >= _LEAST_SURE_COLUMNS and len(below) > 1 and not below[0].text and not below[1].text


def is_unknown_head(row: Sequence[Cell], family: ReportFamily) -> bool:
    """Whether a row that opens no known table is a head all the same: header words in most cells, and no number.

    What stands below "โครงการ | งบประมาณ | ผู้รับผิดชอบ" is no longer the table above it.
    """
    filled = [cell for cell in row if cell.text]
    named = sum(_sure_role(cell.text, family) is not None for cell in filled)
    if len(filled) < _LEAST_HEAD_CELLS or 2 * named < len(filled):  # most
        return False
    return all(amount(plain(cell.text)) is None for cell in filled)


def role_of_label(text: str, phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, float] | None:
    """The role whose phrase the label is, with its likeness: "- เบิกจ่าย" is ("disbursed", 1.0).

    What was paid together with what is bound ("เบิกจ่าย+ผูกพัน") is spent.
    """
    words = squash(text)
    if _OTHERWISE.search(words) is not None:
        return None
    found = _role(words, phrases) or _role(_OUTLINE_NUMBER.sub("", words, count=1).strip(":：*.-–—"), phrases)
    if found is not None and found[0] not in ("disbursed", "disbursed_pct"):
        return found
    if words.startswith(_PLAN) or not _says_commitments(text):
        return found
    is_share = words.startswith(_SHARES) or all(role != "spent" for role, _ in phrases)
    return None if is_share else ("spent", 1.0)


@lru_cache(maxsize=2048)
def _role(words: str, phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, float] | None:
    if not words:
        return None
    for role, choices in phrases:
        if words in choices:
            return role, 1.0
    if len(words) > 3 * max(len(choice) for _, choices in phrases for choice in choices):
        return None
    scored = sorted(((max(_alike(words, choice) for choice in choices), role) for role, choices in phrases), reverse=True)
    score, role = scored[0]
    return (role, score) if score >= _LEAST_LIKENESS else None


def _alike(words: str, phrase: str) -> float:
    """How alike a label and a phrase are; a plan (แผน…) is never what was done (ผล…), however alike."""
    if words.startswith(_PLAN) != phrase.startswith(_PLAN):
        return 0.0
    return likeness(words, phrase)


def _row_below(rows: Sequence[tuple[Cell, ...]], index: int) -> Sequence[Cell]:
    return rows[index] if index < len(rows) else ()


def _match(
    cells: Sequence[Cell],
    family: ReportFamily,
    row_count: int,
    below: Sequence[Cell] = (),
    over: Mapping[int, str] = NOTHING_OVER,
) -> Header | None:
    """The header that the cells are; `below` is the row below them, `over` what spans columns above."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) < _LEAST_SURE_COLUMNS:
        return None
    sure = _sure_roles(cells, family, over)
    if not cells[0].text and below and _is_project(squash(below[0].text), family):
        alone = sum(bool(cell.text) for cell in below) == 1  # the title of a group of KPIs
        sure[0] = (cells[0], "name" if alone else "project")  # no word stands over the names
    if sum(1 for _, role in sure if role) < _LEAST_SURE_COLUMNS:
        return None
    columns: list[HeaderColumn] = []
    for cell, role in sure:
        score = 1.0
        if role is None and cell.text and not _says_otherwise(squash(cell.text)):
            guess = _role(squash(cell.text), family.columns)
            role, score = guess if guess and all(column.role != guess[0] for column in columns) else (None, 0.0)
        if role is not None:
            above = over.get(cell.column_no, "")
            columns.append(HeaderColumn(role, cell.column_no, cell.column_span, cell.text, cell.place, score, above))
    columns = meant(_of_kpis(columns, cells))
    table_role = _table_role(_bare_roles(columns), family)
    if table_role is None:
        return _of_both(columns, cells, family, row_count)
    return Header(table_role, _with_first_column(table_role, columns, cells), row_count, tuple(cells))


def _bare_roles(columns: Iterable[HeaderColumn]) -> set[str]:
    return {split_role(column.role)[0] for column in columns}


def _of_both(columns: list[HeaderColumn], cells: Sequence[Cell], family: ReportFamily, row_count: int) -> Header | None:
    """The header of a table that has each project's money beside its targets and results, `None` for any other one."""
    roles = _bare_roles(columns)
    if not {"project", "target"} <= roles or roles & {"weight", *QUARTERS}:
        return None
    money = [column for column in columns if split_role(column.role)[0] in (*MONEY, "disbursed_pct", "project", "number")]
    rest = [column for column in columns if column not in money or column.role in ("project", "number")]
    if _table_role(_bare_roles(money), family) != "spending_summary":
        return None
    if _table_role(_bare_roles(rest), family) != "kpi_summary":
        return Header("spending_summary", _with_first_column("spending_summary", money, cells), row_count, tuple(cells))
    return Header("kpi_summary", _with_first_column("kpi_summary", rest, cells), row_count, tuple(cells), tuple(money))


def _sure_roles(cells: Sequence[Cell], family: ReportFamily, over: Mapping[int, str]) -> list[tuple[Cell, str | None]]:
    """Each cell with the role that its words prove; a percentage behind what was spent is that one's."""
    roles = [_sure_role(cell.text, family) for cell in cells]
    months = [_quarter_of_months(cell.text) for cell in cells]
    if set(months) >= set(QUARTERS):
        roles = [month or role for month, role in zip(months, roles, strict=True)]
    by_rows = bool({"project", "name"} & set(roles))  # a row a project or KPI, not one a measure
    for index, role in enumerate(roles):
        if not over and role != "disbursed_pct":
            continue
        words = squash(cells[index].text)
        above = _sure_role(over.get(cells[index].column_no, ""), family) if over else None
        if words in _AMOUNT_WORDS and above is not None:
            roles[index] = above
        elif by_rows and above in (*MONEY, "result", "target") and (role in QUARTERS or words in _SUM_WORDS):
            roles[index] = f"{above} {role}" if role in QUARTERS else above  # ผลการเบิกจ่าย over ไตรมาส 1, ไตรมาส 2, รวม
        elif role in QUARTERS and CUMULATIVE.search(over.get(cells[index].column_no, "")):
            roles[index] = f"{role} {_TO_DATE}"  # a cumulative figure never goes under a quarter's name
        elif above in QUARTERS and role is not None and role not in QUARTERS:
            roles[index] = f"{role} {above}"  # แผน and ผล below a quarter
        if role == "disbursed_pct" and words in _BARE_PERCENT and plain(cells[index].text) in _BARE_PERCENT:
            before = next((one for one in reversed(roles[:index]) if one != "unit"), None)
            whose = above if above is not None else before
            roles[index] = "other_pct" if whose in ("spent", "committed", "planned", "target", "result") else role
    return list(zip(cells, roles, strict=True))


@lru_cache(maxsize=1024)
def _quarter_of_months(text: str) -> str | None:
    words = run_together(plain(text))
    return next((quarter for quarter, months in zip(QUARTERS, _MONTHS, strict=True) if months.search(words)), None)


def _of_kpis(columns: list[HeaderColumn], cells: Sequence[Cell]) -> list[HeaderColumn]:
    """The columns with what only a table of KPIs means by its words.

    Beside ตัวชี้วัด, แผน is the target; over targets and results a numbered title is a project's.
    """
    columns = of_kpi_quarters(columns)
    roles = {column.role for column in columns}
    if "result" in roles and roles & {"name", "project_heading"} and "target" not in roles:
        columns = [replace(column, role="target") if column.role == "planned" else column for column in columns]
    if (
        {"target", "result"} <= roles
        and not roles & {"name", "project_heading", "project"}
        and _TITLE_CELL.match(arabic(plain(cells[0].text)))
    ):
        first = cells[0]
        return [HeaderColumn("project_heading", first.column_no, first.column_span, first.text, first.place), *columns]
    return columns


def _says_otherwise(words: str) -> bool:
    """Whether words that look like a known column's say something else: a sum of quarters, another share."""
    is_share = words.startswith(_SHARES)
    is_otherwise = _OTHERWISE.search(words) is not None
    return is_otherwise or _QUARTER_WORD.match(words) is not None or (is_share and _OTHER_SHARE.search(words) is not None)


@lru_cache(maxsize=8192)  # each row is looked at as a head of one row and of two, in more than one pass
def _sure_role(text: str, family: ReportFamily) -> str | None:
    words = squash(text)
    if not words:
        return None
    quarter = _QUARTER.match(words)
    if quarter:
        return None if CUMULATIVE.search(plain(text).lower()) else f"Q{quarter[1]}"
    if _says_otherwise(words):
        return None
    bare = _QUALIFIED.sub("", CUMULATIVE.sub("", words))
    role = _named_role(words, family) or (_named_role(bare, family) if bare != words else None)
    if role in (*MONEY, "disbursed_pct", "total"):
        return _of_words(role, words, text)
    if role is not None:
        return role
    return "project_heading" if _is_project(words, family) else None


def _says_commitments(text: str) -> bool:
    return includes_commitments(run_together(plain(text)))


def _of_words(role: str, words: str, text: str) -> str:
    """A role of money, less what more words say: with commitments it is spent, as a share it is one.

    "เบิกจ่าย+ผูกพัน", "รวม (เบิกจ่าย + PO)" are spent, "เบิกจ่ายร้อยละ" is a percentage disbursed.
    """
    with_commitments = _says_commitments(text)
    if any(share in words for share in _SHARES) or role == "disbursed_pct":
        return "disbursed_pct" if role in ("disbursed", "disbursed_pct") and not with_commitments else "other_pct"
    return "spent" if role in ("disbursed", "total") and with_commitments else role


def includes_commitments(words: str) -> bool:
    """Whether words name both what was paid and what is bound, brackets too: "เบิกจ่าย (รวมผูกพัน)"."""
    return _PAID.search(words) is not None and _BOUND.search(words) is not None


def _is_project(words: str, family: ReportFamily) -> bool:
    """Whether squashed words are a project's number and name: "1.โครงการพัฒนาระบบ"."""
    number = _PROJECT_CELL.match(words)
    named = number is not None and words[number.end() :].startswith(family.project_words)
    return named or _LABELLED_CELL.match(words) is not None


def _named_role(words: str, family: ReportFamily) -> str | None:
    """The role whose phrase the words are, else the one whose long phrase they begin with, the longest first."""
    for role, phrases in family.columns:
        if words in phrases:
            return role
    if "/" in words and _PROJECTS <= set(words.split("/")) <= _PROJECTS | _BESIDE_PROJECTS:
        return "project"
    if not words.startswith(_all_long(family.columns)):
        return None
    begun = [(len(phrase), role) for role, phrases in family.columns for phrase in _long(phrases) if words.startswith(phrase)]
    return max(begun)[1] if begun else None


@cache
def _all_long(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    return tuple(phrase for _, phrases in columns for phrase in _long(phrases))


@cache
def _long(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases long enough to be told by what begins with them."""
    return tuple(phrase for phrase in phrases if len(phrase) >= _LONG_PHRASE)


def _table_role(roles: set[str], family: ReportFamily) -> TableRole | None:
    for shape in family.tables:
        if all(roles & one_of for one_of in shape.needs) and not roles & shape.excludes:
            return shape.role
    return None


def _with_first_column(role: TableRole, columns: list[HeaderColumn], cells: Sequence[Cell]) -> tuple[HeaderColumn, ...]:
    """The columns with the one that names each row: it stands first, with or without a header word."""
    wanted = {"budget": "label", "spending_summary": "project"}.get(role, "name")
    first = cells[0]
    kept: list[HeaderColumn] = []
    numbers = next((column for column in columns if column.role == "number" and column.column_no == first.column_no), None)
    if numbers is not None and len(cells) > 1:
        kept, first = [numbers], cells[1]
    own = next((column.role for column in columns if column.column_no == first.column_no), None)
    if role == "budget" and own in ("total", *QUARTERS) and first.column_no > 1:  # the labels' head stands higher up
        return (HeaderColumn("label", first.column_no - 1, 1, "", first.place), *columns)
    of_project = next((column for column in columns if column.role == "project" and column.column_no == first.column_no), None)
    if role in ("kpi", "kpi_summary") and of_project is not None and any(column.role == "name" for column in columns):
        return tuple(columns)  # a row a KPI, the project's name beside it
    if own is None and any(column.role == wanted and column.score == 1 for column in columns):
        return tuple(columns)  # a code or an owner stands first, the names under a head of their own
    taken = {first.column_no, *(column.column_no for column in kept)}
    rest = [column for column in columns if column.column_no not in taken and column.role != wanted]
    named = HeaderColumn(wanted, first.column_no, first.column_span, first.text, first.place)
    return (*kept, named, *rest)
