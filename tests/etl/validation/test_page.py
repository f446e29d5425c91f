"""The validation page as HTML: a report's words are only ever text, and nothing is loaded from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from etl.validation.page import IndexEntry, Refused, render_html, render_index
from etl.validation.wording import day_in_words
from schemas.document import Place
from schemas.finding import Check, Finding
from schemas.report import Report

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "]]><svg onload=alert(1)>",
    "<!--",
    "</title></style></svg></textarea>",
    "{{ 7*7 }}{% raise %}",
    "a\u2028b\u2029c",
    "&lt;b&gt;&amp;x",
    "\u202egnp.exe",
)
# Elements that the page itself is made of; anything else came out of a report's words.
KNOWN = set(
    "html head meta link title style body a span header div button h1 h2 p code ul li b main section form fieldset legend "
    "label input select option output article small dl dt dd details summary table thead tbody tr th td mark figure "
    "figcaption svg rect text line foreignobject script footer br".split()
)


class Seen(HTMLParser):
    """The page as a browser's parser meets it: elements, attributes, and the words between."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self._in = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        {"script": self.scripts, "style": self.styles}.get(self._in, self.words).append(data)


@pytest.fixture
def hostile_page(text_report: Callable[..., Report], made_finding: Callable[..., Finding], made_check: Callable[..., Check]):
    def build(words: str) -> str:
        check = made_check(1, Place(line=1), words)
        term = check.terms[0]
        changed = type(term)(term.role, words, 1, words, term.value, "kpis", Place(line=1), words)
        check = type(check)(
            check.check_id, check.rule, check.subject, check.outcome, check.reported, check.expected,
            check.difference, check.tolerance, (changed, *check.terms[1:]),
        )  # fmt: skip
        found = made_finding(
            1, check_id=check.check_id, rule="kpi.quarters_sum", reported=words, expected=words, difference=words,
            message_th=words, message_en=words, source_text=words, suspect=words, suggested=words,
            waived_by=words, waived_why=words,
        )  # fmt: skip
        return render_html(text_report(words=words, name=words, findings=(found,), checks=(check,)))

    return build


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_ever_text(hostile_page: Callable[[str], str], words: str) -> None:
    seen = Seen(hostile_page(words))
    assert {tag for tag, _ in seen.elements} <= KNOWN
    assert not any(name.startswith("on") or name == "style" for _, attributes in seen.elements for name in attributes)
    assert len([tag for tag, _ in seen.elements if tag == "script"]) == 2
    assert any(words in piece for piece in seen.words), "the words themselves are shown"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_do_not_end_the_data_of_the_checks(hostile_page: Callable[[str], str], words: str) -> None:
    data, script = Seen(hostile_page(words)).scripts
    assert not set(data) & set("<>&")
    label = json.loads(data)["checks"][0][3][0][3]
    assert label == words
    assert words not in script


def test_hostile_words_do_not_change_the_elements_of_the_page(hostile_page: Callable[[str], str]) -> None:
    plain = [tag for tag, _ in Seen(hostile_page("รายงาน")).elements]
    for words in HOSTILE:
        assert [tag for tag, _ in Seen(hostile_page(words)).elements] == plain


def _policy(seen: Seen) -> dict[str, list[str]]:
    content = next(
        attributes["content"] for tag, attributes in seen.elements if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    return {name: values for name, *values in (part.split() for part in (content or "").split(";"))}


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_the_policy_lets_this_style_and_this_script_run_and_nothing_else(sample: Report) -> None:
    for page in (render_html(sample), render_index([])):
        seen = Seen(page)
        policy = _policy(seen)
        assert policy["default-src"] == ["'none'"]
        assert policy["style-src"] == [_hash("".join(seen.styles))]
        assert policy["script-src"] == [_hash(seen.scripts[-1])]
        assert policy["base-uri"] == policy["form-action"] == ["'none'"]


def test_signs_that_thai_fonts_lack_come_from_a_font_that_has_them(sample: Report) -> None:
    style = "".join(Seen(render_html(sample)).styles)
    (face,) = re.findall(r"@font-face\{(.*?)\}", style)
    assert "U+2260" in face  # ≠, which a browser else puts together of = and a stroke
    assert re.search(r"body\{[^}]*font-family:Signs,", style)


def test_the_policy_stands_before_anything_it_rules(sample: Report) -> None:
    page = render_html(sample)
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_nothing_is_loaded_from_anywhere(sample: Report) -> None:
    for page in (render_html(sample), render_index([])):
        seen = Seen(page)
        loading = [
            value
            for _, attributes in seen.elements
            for name, value in attributes.items()
            if name in ("src", "href", "action", "data", "srcset", "poster", "xlink:href")
        ]
        assert not [value for value in loading if value and re.match(r"[a-z]+:", value) and value != "data:,"]
        assert not re.search(r"url\(|@import", "".join(seen.styles))
        assert not re.search(r"fetch\(|XMLHttpRequest|import\(|eval\(|innerHTML", "".join(seen.scripts[-1:]))


def test_no_link_of_the_page_is_made_of_a_report_s_words(hostile_page: Callable[[str], str]) -> None:
    links = {attributes["href"] for tag, attributes in Seen(hostile_page("javascript:alert(1)")).elements if tag == "a"}
    assert links == {"#main", "index.html", "#f-id1"}


def test_a_finding_shows_what_is_reported_expected_and_the_difference(
    text_report: Callable[..., Report], made_finding: Callable[..., Finding]
) -> None:
    page = render_html(text_report(findings=(made_finding(7, reported="3,907", expected="3,904", difference="3"),)))
    for figure in ("3,907", "3,904", "3"):
        assert f"<dd>{figure}</dd>" in page


def test_labels_stand_in_both_languages(
    text_report: Callable[..., Report], made_finding: Callable[..., Finding], made_check: Callable[..., Check]
) -> None:
    check = made_check(3, Place(line=2), "")
    page = render_html(text_report(findings=(made_finding(7, check_id=check.check_id),), checks=(check,)))
    assert '<span lang="th">ผล ไตรมาส 1</span><span lang="en">actual Q1</span>' in page


def test_evidence_is_a_list_and_quoted_words_stay_whole(
    text_report: Callable[..., Report], made_finding: Callable[..., Finding]
) -> None:
    found = made_finding(
        1,
        message_th="ผล 3; สอดคล้องกับ 4; ช่องที่อาจผิด: “ก; ข”",
        message_en="result 3; agrees with 4; one may be wrong: “a; b”",
    )
    page = render_html(text_report(findings=(found,)))
    assert '<span lang="th">ผล 3</span>' in page
    assert '<li lang="en">agrees with 4</li>' in page
    assert '<li lang="en">one may be wrong: “a; b”</li>' in page


@pytest.mark.parametrize(
    ("rule", "between", "behind", "relation"),
    [
        ("kpi.quarters_sum", "+", None, "≠"),
        ("scorecard.weighted_score", "×", "÷ 100", "≠"),
        ("budget.disbursed_pct", "÷", "× 100", "≠"),
        ("narrative.mean", ",", ")", "≠"),
        ("budget.within_allocated", "+", None, "&lt;"),
    ],
)
def test_an_equation_is_drawn_as_its_rule_computes(
    text_report: Callable[..., Report],
    made_finding: Callable[..., Finding],
    made_check: Callable[..., Check],
    rule: str,
    between: str,
    behind: str | None,
    relation: str,
) -> None:
    check = replace(made_check(3, Place(line=2), ""), rule=rule)
    page = render_html(text_report(findings=(made_finding(7, check_id=check.check_id, rule=rule),), checks=(check,)))
    signs = re.findall(r'<span class="sign">(.*?)</span>', page)
    assert [sign for sign in signs if sign != "x̄ ("] == [sign for sign in (between, behind, relation) if sign]


def test_days_are_written_out_in_the_calendar_of_each_language() -> None:
    assert day_in_words(date(2025, 9, 30)) == ("30 กันยายน 2568", "30 September 2025")


def test_errors_come_first(text_report: Callable[..., Report], made_finding: Callable[..., Finding]) -> None:
    found = tuple(made_finding(number, severity) for number, severity in ((1, "info"), (2, "error"), (3, "warning")))
    assert re.findall(r'id="f-(id\d)"', render_html(text_report(findings=found))) == ["id2", "id3", "id1"]


def test_a_report_without_findings_says_so(text_report: Callable[..., Report]) -> None:
    page = render_html(text_report())
    assert "ไม่พบสิ่งผิดปกติ" in page
    assert 'id="filters"' not in page


def test_the_same_report_gives_the_same_page(sample: Report) -> None:
    assert render_html(sample) == render_html(sample)


def test_the_index_escapes_names_and_links_to_each_report() -> None:
    words = '</a><script>alert(1)</script>"'
    entry = IndexEntry("etda-2568-q4", words, 2568, 4, words, words, 8, 29, 420, 4, 11, 3)
    seen = Seen(render_index([entry], [Refused(words, words, words, words)]))
    assert len([tag for tag, _ in seen.elements if tag == "script"]) == 1
    assert "etda-2568-q4.html" in {attributes.get("href") for _, attributes in seen.elements}
    assert sum(words in piece for piece in seen.words) >= 4


def _tiles(page: str) -> list[str]:
    """The number tiles as English has them: "1 KPI"."""
    tiles = re.findall(
        r"<li[^>]*><b>(\d+)</b>.*?<span lang=\"en\">(.*?)</span>", page.partition('<ul class="counts">')[2].partition("</ul>")[0]
    )
    return [f"{count} {words}" for count, words in tiles]


def test_tiles_of_a_report_say_one_as_one(
    text_report: Callable[..., Report], made_finding: Callable[..., Finding], made_check: Callable[..., Check]
) -> None:
    check = made_check(1, Place(line=1), "")
    one = text_report(findings=(made_finding(1, "error", suspect="ก"),), checks=(check,))
    assert _tiles(render_html(one)) == [
        "1 error", "0 warnings", "0 notes", "1 names the wrong cell", "1 equation checked", "0 passed", "1 project", "0 KPIs",
    ]  # fmt: skip
    two = text_report(findings=(made_finding(1, "info"), made_finding(2, "warning"), made_finding(3, "warning")))
    assert _tiles(render_html(two))[:3] == ["0 errors", "2 warnings", "1 note"]


def test_the_index_says_one_as_one() -> None:
    entry = IndexEntry("a-2568-q1", "ก", 2568, 1, "", "", 1, 1, 1, 1, 2, 0)
    words = "".join(Seen(render_index([entry], [Refused("a", "b", "c", "d")])).words)
    for said in ("report", "error", "warnings", "refused file"):
        assert re.search(rf"[ก-๛]{said}(?!\w)", words), said


def test_the_index_says_why_a_file_is_refused_in_both_languages() -> None:
    page = render_index(
        [], [Refused("a.pdf", "pdf.encrypted", "The PDF asks for a password.", "Save a copy without a password.")]
    )
    assert (
        '<td><code>pdf.encrypted</code></td><td><span lang="th">PDF ต้องใช้รหัสผ่าน<br>'
        "<small>→ บันทึกสำเนาที่ไม่มีรหัสผ่านแล้ววางแทนไฟล์นี้</small><br>"
        '<small class="detail">The PDF asks for a password.</small></span>'
        '<span lang="en">The PDF asks for a password.<br><small>→ Save a copy without a password.</small></span></td>'
    ) in page


def test_a_refusal_with_a_thai_sentence_of_its_own_needs_no_english_beside_it() -> None:
    page = render_index([], [Refused("a", "source.empty", "It is empty.", "Ask again.", "ไฟล์ว่าง")])
    assert '<span lang="th">ไฟล์ว่าง<br><small>→ ขอไฟล์จากหน่วยงานอีกครั้ง' in page
    assert page.count("It is empty.") == 1


def test_commands_in_the_way_out_stand_as_code() -> None:
    page = render_index([], [Refused("a", "agency.unknown", "b", "Say whose: `raingan ingest --agency <ID>`.")])
    assert "Say whose: <code>raingan ingest --agency &lt;ID&gt;</code>." in page
    assert "ระบุว่าเป็นรายงานของหน่วยงานใด: <code>raingan ingest --agency ID FILE</code>" in page


def test_the_index_says_of_a_report_that_its_file_is_refused_now() -> None:
    entry = IndexEntry("a-2568-q1", "ก", 2568, 1, "", "", 1, 1, 1, 0, 0, 0)
    said = "the file as it is now is refused"
    assert said not in render_index([entry])
    assert said in render_index([replace(entry, is_kept=True)])


def test_the_index_lists_the_newest_report_of_an_agency_first() -> None:
    entries = [
        IndexEntry(f"a-{year}-q{quarter}", "ก", year, quarter, "", "", 1, 1, 1, 0, 0, 0)
        for year, quarter in ((2567, 4), (2568, 1), (2568, 3))
    ]
    assert re.findall(r"a-\d+-q\d(?=\.html)", render_index(entries)) == ["a-2568-q3", "a-2568-q1", "a-2567-q4"]
