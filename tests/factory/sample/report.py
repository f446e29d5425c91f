"""The sample reports: quarter 4 with the exemplar's mistakes, and the three quarters before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.factory.facts import Agency, Facts, Kpi, Planned, Project, Said, Scorecard, ScoreLine
from tests.factory.sample.earlier import AWAITED, SO_FAR, SPLITS, STORIES
from tests.factory.sample.kpis_1_to_4 import LITERACY, MANUALS, NETWORK, REGISTRY
from tests.factory.sample.kpis_5_to_8 import CLASSROOM, CLINIC, HOTLINE, TRENDS
from tests.factory.sample.money import budgets
from tests.factory.sample.parts import held, lead

SAMPLE = Agency("sample", "สำนักงานตัวอย่างเพื่อการรายงาน (องค์การมหาชน)", "สตร.")
FISCAL_YEAR = 2568

# name in its own section, name in the KPI summary, name in the spending summary
_PROJECTS: tuple[tuple[str, str, str, tuple[Kpi, ...]], ...] = (
    ("โครงการพัฒนาทะเบียนกลางเพื่อบริการประชาชน", "", "", REGISTRY),
    ("โครงการวางโครงข่ายสารสนเทศพื้นฐานของท้องถิ่น", "", "", NETWORK),
    ("โครงการจัดทำข้อบังคับและคู่มือมาตรฐานบริการ", "", "โครงการจัดทำนโยบายและคู่มือมาตรฐานบริการ", MANUALS),
    (
        "โครงการส่งเสริมการใช้ข้อมูลอย่างรู้เท่าทัน (Data Literacy & Care)",
        "โครงการส่งเสริมการใช้ข้อมูลอย่างรู้เท่าทัน",
        "",
        LITERACY,
    ),
    ("โครงการศูนย์ศึกษาข้อมูลและแนวโน้มชุมชน", "", "", TRENDS),
    (
        "โครงการคลินิกธุรกิจชุมชนเพื่อผู้ประกอบการ Local & Green แบบถึงที่",
        "โครงการคลินิกธุรกิจชุมชนเพื่อผู้ประกอบการฯ",
        "",
        CLINIC,
    ),
    ("โครงการห้องเรียนเคลื่อนที่เพื่อทักษะอาชีพ", "", "", CLASSROOM),
    ("โครงการสายด่วนรับฟังและช่วยเหลือผู้ใช้บริการ", "", "", HOTLINE),
)

_SCORES = """
1	การประเมินประสิทธิผลของการดำเนินงาน	70	66.25
1.1	ความสำเร็จของการต่อทะเบียนกลางเข้ากับบริการภาครัฐ	15	15	100
1.2	ร้อยละความเชื่อมั่นต่อคู่มือมาตรฐานบริการ	15	11.25	75
1.3	จำนวนหน่วยงานที่ยึดคู่มือข้อมูลเป็นแนวปฏิบัติ	15	15	100
1.4	ผู้ประกอบการที่ปรับกิจการจนเห็นผลทางเศรษฐกิจ	15	15	100
1.5	ร้อยละของแบบคำขอที่ยื่นผ่านช่องทางกลาง	8	8	100
1.6	ร้อยละของงานบริการที่ส่งต่อข้อมูลผ่านช่องทางกลางได้ครบขั้นตอน	2	2	อยู่ระหว่างรอผลประเมินจากสำนักงาน ก.พ.ร.
2	การประเมินศักยภาพขององค์กร	30	26.90
2.1	ระดับความพร้อมในการเป็นองค์กรข้อมูล	10	7.50	75
2.2	สถานะการบริหารจัดการภาครัฐ (PMQA 4.0)	10	9.40	94.13	453.53
2.3	การกำกับดูแลของคณะกรรมการ	10	10	100	ดำเนินการครบตามแผน
"""
_GRADES = (
    "ระดับองค์กร: ระดับพอใช้ (ผลคะแนนรวม > 80.00 คะแนน)",
    "ระดับดี ผลคะแนนรวมตั้งแต่ 80.00 – 94.99 คะแนน",
    "ระดับดีมาก ผลคะแนนรวมตั้งแต่ 95.00 คะแนนขึ้นไป",
)
_ASIDES = ("ผลประเมินคุณธรรม", "93.60", "(ระดับ A)", "ปี 67 93.83", "ความพึงพอใจของผู้รับบริการ สตร.", "88.45%", "(เป้าหมาย 80%)")
_NOTES = {
    1: ("ตัวเลขการเบิกจ่าย ณ 31 ธันวาคม 67", "ผลงานระหว่าง ต.ค. 67 - ธ.ค. 67"),
    2: ("ตัวเลขการเบิกจ่าย ณ 31 มีนาคม 68", "ผลงานระหว่าง ต.ค. 67 - มี.ค. 68"),
    3: ("ปรับแผนงานและแผนเงิน ปีงบประมาณ พ.ศ. 2568 ณ 20 มิ.ย. 68", "ตัวเลขการเบิกจ่าย ณ 30 มิถุนายน 68"),
    4: (
        "ปรับแผนงานและแผนเงิน ปีงบประมาณ พ.ศ. 2568 ณ 20 มิ.ย. 68",
        "ตัวเลขการเบิกจ่าย ณ 30 กันยายน 68",
        "ผลงานระหว่าง ต.ค. 67 - ก.ย. 68",
    ),
}


def sample(quarter: int) -> Facts:
    """The sample agency's report of a quarter of FY 2568."""
    money = budgets(quarter)
    projects = tuple(
        Project(
            number,
            name,
            money[number - 1],
            kpis if quarter == 4 else tuple(_earlier(number, kpi, quarter) for kpi in kpis),
            brief,
            spending if quarter == 4 else "",
        )
        for number, (name, brief, spending, kpis) in enumerate(_PROJECTS, start=1)
    )
    card, asides = (_scorecard(), _ASIDES) if quarter == 4 else (None, ())
    return Facts(SAMPLE, FISCAL_YEAR, quarter, projects, card, asides, _NOTES[quarter])


def _scorecard() -> Scorecard:
    lines = []
    for row in _SCORES.strip().splitlines():
        item, name, weight, weighted, *score = row.split("\t")
        value, words = (None, "") if not score else (Decimal(score[0]), "") if score[0][0].isdigit() else (None, score[0])
        noted = score[1] if len(score) > 1 else ""
        lines.append(ScoreLine(item, name, Decimal(weight), Decimal(weighted), value, words, noted))
    return Scorecard(tuple(lines), Decimal(100), Decimal("93.15"), "ระดับดี", _GRADES, estimate=True)


def _earlier(project_no: int, kpi: Kpi, quarter: int) -> Kpi:
    """The KPI as an earlier report has it: nothing of the quarters to come, and no mistakes."""
    so_far = _so_far(project_no, kpi, quarter)
    parts = tuple(replace(part, result=so_far, result_note="") for part in kpi.parts)
    plan = tuple(_without_actual(cell) if index >= quarter else cell for index, cell in enumerate(kpi.plan))
    return replace(
        kpi,
        parts=parts,
        plan=plan,
        summary=None,
        in_summary=True,
        awaited="" if so_far is not None else AWAITED,
        points=None,
        narrative=_story(project_no, kpi, quarter),
        table=None,
        in_row=False,
    )


def _so_far(project_no: int, kpi: Kpi, quarter: int) -> Decimal | None:
    actuals = [cell.actual for cell in kpi.plan if cell.actual is not None]
    if actuals:
        return sum(actuals[:quarter], Decimal(0))
    known = SO_FAR.get((project_no, kpi.number), {}).get(quarter)
    return None if known is None else Decimal(known)


def _without_actual(cell: Planned) -> Planned:
    return replace(cell, actual=None)


def _story(project_no: int, kpi: Kpi, quarter: int) -> tuple[Said, ...]:
    """A sentence below a project's first KPI; where activities were counted, the list that adds up."""
    split = SPLITS.get((project_no, kpi.number), {}).get(quarter)
    if split is None:
        return (lead(STORIES[project_no][quarter - 1]),) if kpi.number == 1 else ()
    unit = kpi.parts[0].unit
    listed = tuple(held(f"- {n})", title, count, unit) for n, (title, count) in enumerate(split, start=1))
    return (lead(STORIES[project_no][quarter - 1]), *listed)
