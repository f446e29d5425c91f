"""Turns a Document into its Outline: title, project sections, tables whose columns are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.above_budgets import numbered_above_budgets
from parsers.headers import Header, find_header, is_unknown_head
from parsers.headings import find_heading, is_phrase, level_of, numbered_name, outranked, same_name, spaced_name
from parsers.likeness import likeness
from parsers.markup import plain
from parsers.proof import no_table, require_report
from parsers.rows import continues, map_row, numbered_projects
from parsers.turned import turned_budget
from parsers.unnumbered import titles_above_tables, unnumbered_projects
from schemas.document import Cell, Document, Line, Place, Table
from schemas.errors import SectionTwice, SeveralReports
from schemas.outline import Heading, LogicalTable, Outline, Row, Section
from schemas.record import WHOLE_ORGANISATION
from schemas.reports import ALL
from schemas.reports.family import ReportFamily

_LEAST_LIKENESS = 0.85  # of a title or heading phrase: two wrong letters in twenty
_LONGEST_TITLE = 200
_SHORT_BRACKET = re.compile(r"\s*[(（][^()（）]{1,6}[)）]$")  # "(ต่อ)" as a scan may give it
_SAME_AS_SCANNED = 0.9  # of a name that a scan gives twice
_Run = tuple[Header | None, list[tuple[Cell, ...]], tuple[int, str] | None]  # header, rows, the project they are listed under
_SUMMARIES = ("kpi_summary", "spending_summary", "scorecard")


@dataclass(slots=True)
class _State:
    """What is known while the blocks are read in order."""

    family: ReportFamily
    known: dict[int, str]
    scanned: frozenset[int] = frozenset()  # pages that were read from their pictures
    title: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    project_headings: dict[int, list[Heading]] = field(default_factory=dict)
    items: dict[int, list[Line | LogicalTable]] = field(default_factory=lambda: {WHOLE_ORGANISATION: []})
    current: int = WHOLE_ORGANISATION
    header: Header | None = None
    titles: Mapping[Place, str] = field(default_factory=dict)  # names without a number, right above tables
    below: frozenset[str] = frozenset()  # what is no project where others are: กิจกรรม
    listed: int = 0  # the last project that a row inside a summary has listed
    table_no: int = 0
    in_title: bool = True

    def add(self, item: Line | LogicalTable) -> None:
        self.items.setdefault(self.current, []).append(item)


def outline(document: Document) -> Outline:
    """Title, headings and sections of a report of a known family.

    The line "2. โครงการศึกษา (ต่อ)" goes on with project 2's section. Raises `UnknownFamily`,
    `SectionTwice` and `SeveralReports`.
    """
    family = _family(document)
    scanned = frozenset(note.place.page for note in document.notes if note.code == "page.ocr" and note.place.page)
    known = _known_names(document, family)
    titles = titles_above_tables(document, family) if known else {}
    state = _State(family, known, scanned, titles=titles, below=_below(document, known))
    for block in document.blocks:
        if isinstance(block, Line):
            _take_line(state, block)
        else:
            _take_table(state, block)
    sections = tuple(
        Section(number, tuple(state.project_headings.get(number, ())), tuple(items))
        for number, items in sorted(state.items.items())
    )
    result = Outline(family.name, tuple(state.title), tuple(state.headings), sections)
    require_report(result, document, family)
    return result


def _family(document: Document) -> ReportFamily:
    """The family whose tables the document has; its title alone proves nothing."""
    for family in ALL:
        for block in document.blocks:
            if isinstance(block, Table) and any(find_header(block.rows, index, family) for index in range(len(block.rows))):
                return family
    raise no_table(document)


def _below(document: Document, known: Mapping[int, str]) -> frozenset[str]:
    """The levels that head no section: where a summary names the projects กิจกรรมที่ 1 is none, nor beside โครงการที่ 1."""
    if known:
        return outranked({"โครงการ"})
    texts = [block.text for block in document.blocks if isinstance(block, Line)]
    titles = [
        cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows if (cell := _only_cell(row))
    ]
    return outranked({level_of(text) for text in (*texts, *titles)})


def _known_names(document: Document, family: ReportFamily) -> dict[int, str]:
    """Project names by number as the summary tables give them."""
    names: dict[int, str] = {}
    again: dict[str, list[tuple[int, str]]] = {}
    for role, number, name in _summary_names(document, family):
        names.setdefault(number, name)
        again.setdefault(role, []).append((number, name))
    for listed in again.values():
        _add_restarted(names, listed)
    return names or numbered_above_budgets(document, family) or unnumbered_projects(document, family)


def _summary_names(document: Document, family: ReportFamily) -> Iterator[tuple[str, int, str]]:
    """Role of the table, number and name of each project that a summary lists."""
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        header: Header | None = None
        rows: list[Row] = []
        for index, row in enumerate(block.rows):
            found = find_header(block.rows, index, family)
            if found is not None:
                yield from _listed_names(rows)
                header, rows = found, []
            is_heading = found is not None and found.role == "kpi_summary" and bool(row) and found.cells[0] is row[0]
            numbered = numbered_name(row[0].text) if is_heading else None
            if numbered is not None:
                yield "kpi_summary", *numbered
            elif header is not None and (header.role == "spending_summary" or header.money):
                rows.append(map_row(row, header, block.kind))
        yield from _listed_names(rows)


def _listed_names(rows: Sequence[Row]) -> Iterator[tuple[str, int, str]]:
    for numbered in numbered_projects(rows):
        if numbered is not None:
            yield "spending_summary", *numbered


def _add_restarted(names: dict[int, str], listed: Sequence[tuple[int, str]]) -> None:
    """Gives projects whose numbers begin again (a strategy each) the numbers behind the last.

    Their sections are told by name then, and do not run into the one above.
    """
    seen: dict[int, str] = {}
    for number, name in listed:
        if number in seen and not any(same_name(name, other) for other in names.values()):
            names[max(names) + 1] = name
        seen.setdefault(number, name)


def _take_line(state: _State, line: Line) -> None:
    text = plain(line.text)
    if not text:
        return
    heading = find_heading(text, line.place, state.known, state.family, _last_no(state), state.below)
    if heading is None and line.place in state.titles:
        heading = _unnumbered_heading(state, line)
    if heading is not None:
        _open_section(state, heading)
    elif is_phrase(text, state.family.titles) and not state.in_title and _starts_again(state, text):
        where, where_th = _where(line.place)
        raise SeveralReports(
            f"A second report begins at {where}: “{text[:80]}”.", th=f"รายงานฉบับที่สองเริ่มที่{where_th}: “{text[:80]}”"
        )
    elif _opens_part(state, text):
        state.headings.append(line)
        state.in_title = False
    elif state.in_title and len(text) <= _LONGEST_TITLE:
        state.title.append(line)
    else:
        state.in_title = False
        state.add(line)


def _unnumbered_heading(state: _State, line: Line) -> Heading | None:
    """The heading that a known name without a number is; named again, its section goes on."""
    name = state.titles[line.place]
    number = next((number for number, known in state.known.items() if same_name(name, known)), None)
    if number is None:
        return None
    return Heading(number, number, name, number in state.project_headings, line.place, line.text)


def _opens_part(state: _State, text: str) -> bool:
    """Whether the line heads a part outside the projects; inside one such words are a sentence's."""
    is_title = state.in_title and is_phrase(text, state.family.titles)
    return state.current == WHOLE_ORGANISATION and not is_title and is_phrase(text, state.family.headings)


def _starts_again(state: _State, text: str) -> bool:
    """Whether a title line after the title opens another report: it is this report's own title again."""
    return bool(state.title) and any(likeness(text, plain(line.text)) >= _LEAST_LIKENESS for line in state.title)


def _last_no(state: _State) -> int:
    return max(state.listed, *state.project_headings, 0)


def _go_to(state: _State, project_no: int) -> None:
    if state.current != project_no:
        state.current = project_no
        state.header = None
    state.items.setdefault(project_no, [])


def _as_scanned(heading: Heading, first: Heading) -> Heading:
    """A heading of a scan, on whose "(ต่อ)" the eyes fail: the first one's name again with a short bracket behind it."""
    bare = _SHORT_BRACKET.sub("", heading.name)
    goes_on = bare != heading.name and likeness(bare, first.name) >= _SAME_AS_SCANNED
    return replace(heading, name=first.name, continued=True) if goes_on else heading


def _open_section(state: _State, heading: Heading) -> None:
    earlier = state.project_headings.setdefault(heading.project_no, [])
    if earlier and heading.place.page in state.scanned:
        heading = _as_scanned(heading, earlier[0])
    if earlier and not heading.continued:
        (first, first_th), (here, here_th) = _where(earlier[0].place), _where(heading.place)
        raise SectionTwice(
            f"Project {heading.project_no} has a section at {first} and another, not marked (ต่อ), "
            f"at {here}: “{heading.source_text[:80]}”.",
            th=f"โครงการ {heading.project_no} มีส่วนของโครงการที่{first_th} และมีอีกส่วนที่ไม่มีคำว่า (ต่อ) "
            f"ที่{here_th}: “{heading.source_text[:80]}”",
        )
    earlier.append(heading)
    state.known.setdefault(heading.project_no, heading.name)
    state.in_title = False
    _go_to(state, heading.project_no)


def _where(place: Place) -> tuple[str, str]:
    """A place in English and in Thai."""
    if place.line is not None:
        return f"line {place.line}", f"บรรทัด {place.line}"
    return f"page {place.page}", f"หน้า {place.page}"


def _take_table(state: _State, table: Table) -> None:
    """Cuts a table as it stands into the tables that a reader means, and files them."""
    state.in_title = False
    for header, rows, project in _runs(state, table):
        if project is not None:
            state.table_no += 1
            logical = _logical(state.table_no, table, "kpi_summary", header, rows[1:], inherited=True)
            state.add(replace(logical, inherited=False, heading=project, source_rows=tuple(rows), place=rows[0][0].place))
            continue
        if header is None and all(sum(bool(cell.text) for cell in row) <= 1 for row in rows):
            for row in rows:  # title rows that the table swallowed
                for cell in row:
                    if cell.text:
                        _take_line(state, Line(cell.text, cell.place, cell.pieces))
            continue
        _take_run(state, table, header, rows)


def _take_run(state: _State, table: Table, header: Header | None, rows: list[tuple[Cell, ...]]) -> None:
    role = header.role if header else None
    if role in _SUMMARIES and not _belongs_to_project(state, role, header, rows):
        _go_to(state, WHOLE_ORGANISATION)
    if role == "kpi_summary" and state.current != WHOLE_ORGANISATION:
        role = "kpi"
    inherited = header is None and continues(rows, state.header, state.family)
    if inherited:
        header, role = state.header, state.header.role if state.header else None
    elif header is not None:
        state.header = header
    state.table_no += 1
    turned = turned_budget(rows, state.family) if header is None else None
    if turned is not None:
        state.add(replace(_logical(state.table_no, table, "budget", *turned, inherited=False), source_rows=tuple(rows)))
    else:
        state.add(_logical(state.table_no, table, role, header, rows, inherited))
        if header is not None and header.money:
            money = replace(header, role="spending_summary", columns=header.money)
            state.add(replace(_logical(state.table_no, table, money.role, money, rows, inherited), source_rows=()))


def _belongs_to_project(state: _State, role: str | None, header: Header | None, rows: Sequence[tuple[Cell, ...]]) -> bool:
    """A table of targets and results without quarters, headed by no project, inside a section is its own."""
    if header is not None and any(column.role == "project" for column in header.columns):
        return False
    return role == "kpi_summary" and state.current != WHOLE_ORGANISATION and numbered_name(rows[0][0].text) is None


def _runs(state: _State, table: Table) -> Iterator[_Run]:
    """Rows in runs: each header opens one; rows before the first header are a run without.

    In a summary a row that is a project's title alone opens one under the header above it.
    """
    header: Header | None = None
    project: tuple[int, str] | None = None
    run: list[tuple[Cell, ...]] = []
    index = 0
    while index < len(table.rows):
        found = find_header(table.rows, index, state.family)
        step = found.row_count if found else 1
        title = None if found else _only_cell(table.rows[index])
        listed = _listed_project(state, table, index, header, title)
        ends = header is not None and len(run) > header.row_count and is_unknown_head(table.rows[index], state.family)
        if found is not None or listed or ends or (title is not None and _opens_section(state, title)):
            if run:
                yield header, run, project
            header, project, run = header if listed else found, listed, []
            if listed is not None:
                state.listed = listed[0]
                state.known.setdefault(*listed)
        run.extend(table.rows[index : index + step])
        if title is not None and header is None and len(run) == 1 and _opens_section(state, title):
            yield None, run, None
            run = []
        index += step
    if run:
        yield header, run, project


def _listed_project(state: _State, table: Table, index: int, header: Header | None, title: Cell | None) -> tuple[int, str] | None:
    """The project whose title a row inside a summary of KPIs is; a title above a header of its own heads a section."""
    if title is None or header is None or header.role != "kpi_summary" or index + 1 >= len(table.rows):
        return None
    if state.current != WHOLE_ORGANISATION or not _opens_section(state, title) or _only_cell(table.rows[index + 1]):
        return None
    return None if find_header(table.rows, index + 1, state.family) else numbered_name(title.text) or spaced_name(title.text)


def _only_cell(row: tuple[Cell, ...]) -> Cell | None:
    filled = [cell for cell in row if cell.text]
    return filled[0] if len(filled) == 1 else None


def _opens_section(state: _State, cell: Cell) -> bool:
    text = plain(cell.text)
    return find_heading(text, cell.place, state.known, state.family, _last_no(state), state.below) is not None


def _logical(
    table_no: int,
    table: Table,
    role: str | None,
    header: Header | None,
    rows: Sequence[tuple[Cell, ...]],
    inherited: bool,
) -> LogicalTable:
    known = header is not None and role is not None
    body = rows if inherited or header is None else rows[header.row_count :]
    heading = None
    if header is not None and not inherited and role == "kpi_summary":
        heading = numbered_name(header.cells[0].text)
    return LogicalTable(
        table_no=table_no,
        role=role,  # type: ignore[arg-type]  # a TableRole or None, narrowed by the callers
        header=header.columns if header is not None and known else (),
        rows=tuple(map_row(row, header, table.kind, inherited=inherited) for row in body) if header is not None and known else (),
        source_rows=tuple(rows),
        place=rows[0][0].place if rows[0] else table.place,
        inherited=inherited,
        heading=heading,
    )
