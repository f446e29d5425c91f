"""Which ids are one project: renamed, renumbered, split, merged, gone and come back, and what people say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.series.decisions import Decision, weigh
from etl.series.linking import Links, Member, Named, NamedReport, link
from schemas.ids import project_id

HERB, FOREST, MARKET = "โครงการแปลงสาธิตสมุนไพร", "โครงการฟื้นฟูป่าชายเลนฝั่งอ่าว", "โครงการตลาดน้ำยามค่ำ"
FOREST_NEW = "โครงการฟื้นฟูป่าชายเลนฝั่งตะวันตก"  # 23 and 26 letters behind โครงการ, 20 in common: 40 / 49 = 0.8163


def reports(*names: tuple[str, ...], start: int = 1) -> list[NamedReport]:
    """A report for each tuple of names, quarter after quarter."""
    return [
        NamedReport(f"r{number}", 2568 + (number - 1) // 4, tuple(with_money(name) for name in found))
        for number, found in enumerate(names, start=start)
    ]


def with_money(name: str, *amounts: str) -> Named:
    periods = ("Q1", "Q2", "Q3", "Q4")
    return Named(project_id("sample", name), name, tuple(zip(periods, map(Decimal, amounts), strict=False)))


def series(links: Links, *names: str) -> dict[str, str]:
    """The first name of the series of each name."""
    ids = {project_id("sample", name): name for name in names}
    assert set(ids) == set(links.members)
    return {ids[project]: ids[member.series_id] for project, member in links.members.items()}


def member(links: Links, name: str) -> Member:
    return links.members[project_id("sample", name)]


def taken(links: Links) -> list[tuple[str, str]]:
    return [(guess.before, guess.name) for guess in links.guesses if guess.taken]


def left(links: Links) -> list[tuple[str, str, str]]:
    return [(guess.before, guess.name, guess.why) for guess in links.guesses if not guess.taken]


def test_a_project_that_keeps_its_name_is_one_whatever_its_number() -> None:
    links = link(reports((HERB, FOREST), (FOREST, HERB)))
    assert series(links, HERB, FOREST) == {HERB: HERB, FOREST: FOREST}
    assert {found.basis for found in links.members.values()} == {"same"}
    assert links.guesses == ()


def test_a_renamed_project_is_a_guess_with_its_score() -> None:
    links = link(reports((HERB, FOREST), (HERB, FOREST_NEW)))
    assert series(links, HERB, FOREST, FOREST_NEW)[FOREST_NEW] == FOREST
    assert (member(links, FOREST_NEW).basis, member(links, FOREST_NEW).score) == ("likeness", 0.8163)
    (guess,) = links.guesses
    assert (guess.report_id, guess.before, guess.report_before, guess.taken) == ("r2", FOREST, "r1", True)


def test_the_series_is_named_by_its_earliest_report() -> None:
    assert series(link(reports((FOREST_NEW,), (FOREST,))), FOREST, FOREST_NEW) == {FOREST_NEW: FOREST_NEW, FOREST: FOREST_NEW}


@pytest.mark.parametrize(
    ("before", "after", "expected", "why"),
    [
        ((FOREST,), (FOREST, FOREST_NEW), [], "the old one stands beside it: two projects"),
        ((FOREST, HERB), (MARKET, HERB), [], "nothing is alike"),
        (("โครงการวิจัยพืช ระยะที่ 2",), ("โครงการวิจัยพืช ระยะที่ 3",), [], "another phase is never guessed"),
        (("โครงการวิจัยพืช ปี 2567",), ("โครงการวิจัยพืช ปี 2568",), [("โครงการวิจัยพืช ปี 2567", "โครงการวิจัยพืช ปี 2568")], "another year"),
        (("โครงการวิจัยพืชสวนครัว",), ("โครงการวิจัยพืชสวนบ้าน ก", "โครงการวิจัยพืชสวนบ้าน ข"), [], "split into two equally alike"),
        (("โครงการวิจัยพืชสวนบ้าน ก", "โครงการวิจัยพืชสวนบ้าน ข"), ("โครงการวิจัยพืชสวนบ้านเรา",), [], "merged from two equally alike"),
    ],
)
def test_what_is_guessed(before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, str]], why: str) -> None:
    assert taken(link(reports(before, after))) == expected, why


def test_what_is_nearly_sure_is_said_and_left_to_a_person() -> None:
    phases = link(reports(("โครงการวิจัยพืช ระยะที่ 2",), ("โครงการวิจัยพืช ระยะที่ 3",)))
    assert left(phases) == [("โครงการวิจัยพืช ระยะที่ 2", "โครงการวิจัยพืช ระยะที่ 3", "numbers")]
    merged = link(reports(("โครงการวิจัยพืชสวนบ้าน ก", "โครงการวิจัยพืชสวนบ้าน ข"), ("โครงการวิจัยพืชสวนบ้านเรา",)))
    ((before, name, why),) = left(merged)
    assert (name, why) == ("โครงการวิจัยพืชสวนบ้านเรา", "margin")
    (guess,) = merged.guesses
    assert {before, guess.rival} == {"โครงการวิจัยพืชสวนบ้าน ก", "โครงการวิจัยพืชสวนบ้าน ข"}


def test_two_renamed_at_once_go_each_to_its_own() -> None:
    links = link(
        reports(
            ("โครงการพัฒนาทักษะครูประถม", "โครงการพัฒนาทักษะช่างไม้"),
            ("โครงการพัฒนาทักษะครูประถมศึกษา", "โครงการพัฒนาทักษะช่างไม้ไทย"),
        )
    )
    assert sorted(taken(links)) == [
        ("โครงการพัฒนาทักษะครูประถม", "โครงการพัฒนาทักษะครูประถมศึกษา"),
        ("โครงการพัฒนาทักษะช่างไม้", "โครงการพัฒนาทักษะช่างไม้ไทย"),
    ]


def test_a_project_that_comes_back_under_its_first_name_stays_one() -> None:
    links = link(reports((FOREST,), (FOREST_NEW,), (FOREST,)))
    assert series(links, FOREST, FOREST_NEW) == {FOREST: FOREST, FOREST_NEW: FOREST}


def test_two_that_stand_beside_each_other_later_are_two() -> None:
    links = link(reports((FOREST,), (FOREST_NEW,), (FOREST, FOREST_NEW)))
    assert series(links, FOREST, FOREST_NEW) == {FOREST: FOREST, FOREST_NEW: FOREST_NEW}


def test_a_project_unreported_for_two_years_is_no_predecessor() -> None:
    gap = [(HERB,)] * 8
    assert taken(link(reports((FOREST,), *gap, (FOREST_NEW,)))) == []
    assert taken(link(reports((FOREST,), *gap[1:], (FOREST_NEW,)))) == [(FOREST, FOREST_NEW)]


# 11 and 13 letters, 7 in common: 14 / 24 = 0.58, too little by itself.
KILN, KILN_NEW = "โครงการเตาเผาชุมชน", "โครงการเตาเผาไร้ควัน"


@pytest.mark.parametrize(
    ("money", "others", "year", "expected", "why"),
    [
        (("10", "20"), (), 2568, [(KILN, KILN_NEW)], "the very same plan of money in the same year"),
        (("10", "21"), (), 2568, [], "another plan"),
        ((), (), 2568, [], "no plan known"),
        (("10", "20"), (with_money(HERB, "10", "20"),), 2568, [], "a plan that two projects have"),
        (("10", "20"), (), 2569, [], "the plan of another year"),
    ],
)
def test_the_plan_of_money_bears_out_half_a_name(
    money: tuple[str, ...], others: tuple[Named, ...], year: int, expected: list[tuple[str, str]], why: str
) -> None:
    before = NamedReport("r1", 2568, (with_money(KILN, "10", "20"),))
    after = NamedReport("r2", year, (with_money(KILN_NEW, *money), *others))
    assert taken(link([before, after])) == expected, why


# What people say


def said(one: str, other: str, *, same: bool, number: int = 1) -> Decision:
    return Decision("sample", (one, other), same, "สมหญิง", "ตรวจแล้ว", number)


def decided(found: list[NamedReport], *decisions: tuple[str, str, bool]) -> Links:
    """The links with decisions, all of which hold."""
    words, stale = weigh([said(one, other, same=same, number=n) for n, (one, other, same) in enumerate(decisions, 1)], found)
    assert stale == ()
    return link(found, words)


def test_a_person_makes_two_names_one() -> None:
    links = decided(reports((FOREST,), (MARKET,)), (FOREST, MARKET, True))
    assert series(links, FOREST, MARKET) == {FOREST: FOREST, MARKET: FOREST}
    assert (member(links, MARKET).basis, member(links, MARKET).score) == ("person", 1.0)
    assert links.guesses == ()


def test_a_person_keeps_two_names_apart_and_is_not_asked_again() -> None:
    links = decided(reports((FOREST,), (FOREST_NEW,)), (FOREST, FOREST_NEW, False))
    assert series(links, FOREST, FOREST_NEW) == {FOREST: FOREST, FOREST_NEW: FOREST_NEW}
    assert links.guesses == ()


def test_what_a_person_says_of_a_later_report_stops_a_guess_before_it() -> None:
    found = reports((FOREST,), (FOREST_NEW,), (FOREST_NEW, MARKET))
    links = decided(found, (FOREST, MARKET, True))
    assert series(links, FOREST, FOREST_NEW, MARKET) == {FOREST: FOREST, FOREST_NEW: FOREST_NEW, MARKET: FOREST}


def test_a_person_links_over_three_names() -> None:
    found = reports((FOREST,), (MARKET,), (HERB,))
    links = decided(found, (FOREST, MARKET, True), (MARKET, HERB, True))
    assert series(links, FOREST, MARKET, HERB) == {FOREST: FOREST, MARKET: FOREST, HERB: FOREST}


# Whatever the names


NAMES = st.lists(
    st.sampled_from(
        [f"โครงการ{stem}{tail}" for stem in ("วิจัยพืช", "วิจัยพืชสวน", "ตลาดน้ำ") for tail in ("", "ไทย", "ใหม่", " ระยะที่ 2")]
    ),
    max_size=4,
    unique=True,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(NAMES, max_size=6))
def test_no_report_has_two_projects_of_one_series(names: list[list[str]]) -> None:
    found = reports(*map(tuple, names))
    links = link(found)
    for report in found:
        members = [links.members[project.project_id].series_id for project in report.projects]
        assert len(members) == len(set(members))
    for project, found_in in links.members.items():
        assert found_in.series_id in links.members, project
        assert links.members[found_in.series_id].basis == "same"


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, max_size=5), st.randoms())
def test_the_order_of_projects_in_a_report_changes_nothing(names: list[list[str]], chance: object) -> None:
    shuffled = [tuple(chance.sample(found, len(found))) for found in names]  # type: ignore[attr-defined]
    assert link(reports(*map(tuple, names))).members == link(reports(*shuffled)).members


def test_a_guess_is_said_once_where_the_new_name_first_stands() -> None:
    assert [guess.report_id for guess in link(reports((FOREST,), (FOREST_NEW,), (FOREST_NEW,))).guesses] == ["r2"]
