"""The catalogue of rules: what holds when each rule holds, how bad it is when not, and likely causes.

README, JSON and the validation report take wording and severity from here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.finding import Rule

_TYPING_TH = ("พิมพ์ตัวเลขผิดหรือสลับหลัก", "แก้ตัวเลขช่องหนึ่งแล้วไม่ได้แก้ช่องที่เกี่ยวข้อง")
_TYPING_EN = ("a digit mistyped or two swapped", "one cell updated and the others left as they were")
_COPY_TH = ("คัดลอกจากรายงานฉบับก่อน", "ปรับปรุงตารางเดียว อีกตารางยังเป็นข้อมูลเดิม")
_COPY_EN = ("copied from an earlier report", "one table updated and the other not")

_ALL = (
    Rule(
        "budget.quarters_sum", "error",
        "ยอดรายไตรมาสรวมกันเท่ากับยอดรวมทั้งสิ้น", "the quarters add up to the total column",
        _TYPING_TH, _TYPING_EN,
    ),
    Rule(
        "budget.spent_parts", "error",
        "เบิกจ่าย + ผูกพัน เท่ากับผลการใช้จ่าย", "disbursed + committed = spent, in every column",
        (*_TYPING_TH, "ลืมเครื่องหมายลบหรือวงเล็บ"), (*_TYPING_EN, "a minus or its parentheses lost"),
    ),
    Rule(
        "budget.summary_equals_section", "error",
        "ยอดสะสมในตารางสรุปเท่ากับยอดในตารางของโครงการ",
        "the summary's figure is the one of the project's own table",
        _COPY_TH, _COPY_EN,
    ),
    Rule(
        "budget.plan_equals_allocated", "warning",
        "แผนการใช้จ่ายทั้งปีเท่ากับงบประมาณที่ได้รับจัดสรร", "the plan of the year is the allocation",
        ("ปรับแผนหลังได้รับจัดสรร", *_TYPING_TH), ("the plan changed after the allocation", *_TYPING_EN),
    ),
    Rule(
        "budget.disbursed_pct", "error",
        "ร้อยละที่พิมพ์เท่ากับเบิกจ่ายหารด้วยงบที่ได้รับจัดสรร",
        "the printed percentage is disbursed / allocated",
        ("คำนวณจากผลการใช้จ่ายรวมผูกพัน", "คำนวณก่อนปรับตัวเลข"),
        ("computed from spending with commitments", "computed before a figure changed"),
    ),
    Rule(
        "budget.within_allocated", "warning",
        "ผลการใช้จ่ายไม่เกินงบประมาณที่ได้รับจัดสรร", "spent does not exceed allocated",
        ("งบประมาณเพิ่มระหว่างปี", *_TYPING_TH), ("more was allocated during the year", *_TYPING_EN),
    ),
    Rule(
        "budget.total_row", "error",
        "แถวรวมเท่ากับผลรวมของทุกโครงการ", "a total row is the sum of its rows",
        _TYPING_TH, _TYPING_EN,
    ),
    Rule(
        "kpi.plan_sum", "error",
        "แผนรายไตรมาสรวมกันเท่ากับเป้าหมาย (ร้อยละหรือค่าเฉลี่ย: ค่าสุดท้ายเท่ากับเป้าหมาย)",
        "the quarterly plans add up to the target (a percentage, mean or ratio: the last is the target)",
        ("ปรับเป้าหมายแต่ไม่ได้ปรับแผน", *_TYPING_TH), ("target changed, plan not", *_TYPING_EN),
    ),
    Rule(
        "kpi.quarters_sum", "error",
        "ผลรายไตรมาสรวมกันเท่ากับผลการดำเนินงาน", "the quarterly actuals add up to the result",
        _TYPING_TH, _TYPING_EN,
    ),
    Rule(
        "kpi.activities_sum", "error",
        "จำนวนในรายการกิจกรรมรวมกันเท่ากับผลของไตรมาสหรือผลรวม",
        "the listed activities add up to the quarter's actual or to the result",
        ("รายการไม่ครบ", "นับซ้ำ"), ("the list is incomplete", "something counted twice"),
    ),
    Rule(
        "kpi.list_count", "error",
        "จำนวนข้อในรายการเท่ากับผลที่รายงาน", "the list is as long as the result says",
        ("รายการไม่ครบหรือเกิน", "นับผิด"), ("an entry missing or too many", "miscounted"),
    ),
    Rule(
        "kpi.value_differs", "error",
        "ค่าในตารางสรุปเท่ากับค่าในตารางของโครงการ", "summary and section state the same value",
        _COPY_TH, _COPY_EN,
    ),
    Rule(
        "kpi.unit_differs", "warning",
        "หน่วยนับในตารางสรุปตรงกับตารางของโครงการ", "summary and section use the same unit",
        ("ใช้หน่วยนับคนละอย่างในสองตาราง", "พิมพ์ทับจากแถวอื่น"),
        ("two tables, two units", "pasted from another row"),
    ),
    Rule(
        "kpi.names_differ", "warning",
        "หน่วยงานที่ระบุในตารางสรุปตรงกับที่ระบุในส่วนของโครงการ",
        "summary and section name the same organisations for one result",
        ("ระบุหน่วยงานคนละชุด", "สะกดชื่อย่อผิด"), ("different organisations named", "an abbreviation misspelt"),
    ),
    Rule(
        "kpi.missing_in_summary", "warning",
        "ตัวชี้วัดของโครงการอยู่ในตารางสรุปด้วย", "a KPI of the section stands in the summary too",
        ("ตารางสรุปตกแถว",), ("a row was left out of the summary",),
    ),
    Rule(
        "kpi.missing_in_section", "warning",
        "ตัวชี้วัดในตารางสรุปอยู่ในส่วนของโครงการด้วย", "a KPI of the summary stands in its section too",
        ("ส่วนของโครงการตกแถว",), ("a row was left out of the section",),
    ),
    Rule(
        "kpi.result_missing", "warning",
        "มีผลการดำเนินงานทั้งในตารางสรุปและส่วนของโครงการ", "summary and section both give a result",
        ("ลืมกรอกผล",), ("the result was not filled in",),
    ),
    Rule(
        "kpi.status", "error",
        "สถานะที่รายงานตรงกับผลเทียบเป้าหมาย", "the mark that the report gives is the one the numbers give",
        ("สถานะค้างจากไตรมาสก่อน",), ("a mark left from an earlier quarter",),
    ),
    Rule(
        "kpi.score_differs", "error",
        "คะแนนข้างตัวชี้วัดตรงกับคะแนนในผลการประเมินองค์กร",
        "the points beside a KPI are those in the scorecard",
        _COPY_TH, _COPY_EN,
    ),
    Rule(
        "kpi.level_points", "error",
        "คะแนนตรงกับระดับเป้าหมายสูงสุดที่ผลถึง", "the points are those of the highest level that the result reaches",
        ("ให้คะแนนผิดระดับ", *_TYPING_TH), ("points of another level", *_TYPING_EN),
    ),
    Rule(
        "scorecard.weighted_score", "error",
        "น้ำหนัก × คะแนน ÷ 100 เท่ากับคะแนนถ่วงน้ำหนัก", "weight × score / 100 is the weighted score",
        ("ปัดเศษก่อนคูณ", *_TYPING_TH), ("rounded before multiplying", *_TYPING_EN),
    ),
    Rule(
        "scorecard.component_sum", "error",
        "คะแนนถ่วงน้ำหนักของตัวชี้วัดรวมกันเท่ากับขององค์ประกอบ และองค์ประกอบรวมกันเท่ากับผลรวม",
        "weighted scores add up to their component's, and components to the total",
        _TYPING_TH, _TYPING_EN,
    ),
    Rule(
        "scorecard.weights", "error",
        "น้ำหนักรวมกันเท่ากับของหัวข้อที่อยู่เหนือขึ้นไป และทั้งหมดรวมเป็น 100",
        "weights add up to their parent's, and all of them to 100",
        _TYPING_TH, _TYPING_EN,
    ),
    Rule(
        "scorecard.grade", "error",
        "ผลรวมอยู่ในช่วงคะแนนของระดับที่ระบุ และช่วงคะแนนไม่ทับกัน",
        "the range of the grade named holds the total, and no ranges overlap",
        ("ระดับค้างจากปีก่อน", "เขียนช่วงคะแนนผิด"), ("a grade left from last year", "a range mistyped"),
    ),
    Rule(
        "project.name_differs", "warning",
        "โครงการหนึ่งมีชื่อเดียวทั้งรายงาน", "one project, one name",
        ("เปลี่ยนชื่อโครงการระหว่างปี", "พิมพ์ผิด"), ("renamed during the year", "mistyped"),
    ),
    Rule(
        "project.sequence", "warning",
        "เลขโครงการเรียงครบ ไม่ขาดไม่ซ้ำ", "no project number is missing or stands twice",
        ("ส่วนของโครงการหายไป", "พิมพ์เลขผิด"), ("a section is missing", "a number mistyped"),
    ),
    Rule(
        "narrative.sum", "error",
        "ผลรวมที่ระบุเท่ากับสิ่งที่แจกแจงรวมกัน", "a stated sum is what its parts give",
        _TYPING_TH, _TYPING_EN,
    ),
    Rule(
        "narrative.mean", "error",
        "ค่าเฉลี่ยที่ระบุเท่ากับค่าเฉลี่ยของสิ่งที่แจกแจง", "a stated mean is what its parts give",
        ("ปัดเศษต่างวิธี", *_TYPING_TH), ("rounded another way", *_TYPING_EN),
    ),
    Rule(
        "narrative.count_differs", "error",
        "จำนวนที่ระบุเท่ากับจำนวนรายการที่แจกแจง", "a stated number of things is how many are listed",
        ("รายการไม่ครบหรือเกิน", "นับผิด"), ("an entry missing or too many", "miscounted"),
    ),
    Rule(
        "number.malformed", "warning",
        "ตัวเลขอ่านได้ตามรูปแบบ", "a number is written so that it can be read",
        ("วางเครื่องหมายจุลภาคหรือจุดผิดที่",), ("a comma or point in the wrong place",),
    ),
    Rule(
        "date.malformed", "warning",
        "วันที่อ่านได้และมีอยู่จริง", "a date can be read and exists",
        ("พิมพ์วัน เดือน หรือปีผิด",), ("day, month or year mistyped",),
    ),
    Rule(
        "unit.unknown", "info",
        "หน่วยนับอยู่ในรายการที่รู้จัก", "a unit is in the list of known units",
        ("หน่วยนับใหม่ หรือพิมพ์ผิด",), ("a new unit, or a mistyped one",),
    ),
    Rule(
        "name.suspected", "info",
        "ชื่อสะกดตามที่รู้จัก", "a name is spelt as it is known",
        ("สะกดผิด หรือข้อความเสียหายจากไฟล์",), ("misspelt, or damaged in the file",),
    ),
    Rule(
        "table.unrecognised", "info",
        "ตารางและแถวเป็นแบบที่รู้จัก", "a table and its rows are of a known kind",
        ("รูปแบบตารางใหม่",), ("a new layout",),
    ),
    Rule(
        "page.ocr", "info",
        "อ่านหน้าได้จากตัวอักษรในไฟล์ ไม่ใช่จากภาพ", "a page has its own text, and is not read from its picture",
        ("หน้าสแกน", "แบบอักษรในไฟล์เสีย"), ("a scanned page", "a broken font in the file"),
    ),
    Rule(
        "page.unreadable", "warning",
        "อ่านทุกหน้าได้", "every page can be read",
        ("หน้าสแกนที่เครื่องนี้อ่านไม่ได้", "แบบอักษรในไฟล์เสีย"), ("a scan that this machine cannot read", "a broken font in the file"),
    ),
    Rule(
        "cell.doubtful", "warning",
        "ตัวเลขที่อ่านจากภาพอ่านได้ชัดเจน", "a number read from a picture is read surely",
        ("ภาพไม่ชัด", "เลขไทยที่คล้ายกัน"), ("the picture is not sharp", "digits that look alike"),
    ),
    Rule(
        "table.incomplete", "warning",
        "ตารางที่รู้จักมีแถวและคอลัมน์ครบตามแบบ", "a recognised table has every row and column of its kind",
        ("ตกแถวหรือคอลัมน์", "อ่านตารางจากไฟล์ได้ไม่ครบ"),
        ("a row or column left out", "the table could not be read whole"),
    ),
    Rule(
        "agency.inferred", "info",
        "ชื่อรายงานบอกว่าเป็นของหน่วยงานใด", "the report's title says whose it is",
        ("ชื่อรายงานไม่ระบุหน่วยงาน",), ("the title names no agency",),
    ),
    Rule(
        "source.differs", "warning",
        "แหล่งข้อมูลสองแหล่งของรายงานเดียวกันให้ข้อเท็จจริงเดียวกัน",
        "two sources of one report give the same facts",
        ("ไฟล์คนละรุ่น",), ("two versions of the file",),
    ),
    Rule(
        "waiver.stale", "warning",
        "คำยกเว้นทุกรายการยังใช้ได้และตรงกับตัวเลขปัจจุบัน",
        "every waiver still holds and was given for the figures that stand there now",
        ("ตัวเลขเปลี่ยนหลังให้คำยกเว้น",), ("the figures changed after the waiver was given",),
    ),
    Rule(
        "series.restated", "warning",
        "ตัวเลขของไตรมาสเท่าเดิมในทุกรายงานถัดไปของปี",
        "a quarter's figure is the same in every later report of the year",
        ("ปรับตัวเลขย้อนหลัง",), ("a figure revised afterwards",),
    ),
    Rule(
        "series.decreased", "warning",
        "ยอดสะสมไม่ลดลง", "a cumulative figure does not fall",
        ("ปรับตัวเลขย้อนหลัง", *_TYPING_TH), ("a figure revised afterwards", *_TYPING_EN),
    ),
    Rule(
        "series.plan_changed", "info",
        "งบที่ได้รับจัดสรร แผนทั้งปี และเป้าหมายของตัวชี้วัดเท่าเดิมในทุกรายงานถัดไปของปี",
        "allocation, plan of the year and a KPI's target stay the same in every later report of the year",
        ("ปรับแผนหรือโอนงบระหว่างปี", *_TYPING_TH), ("plan or budget changed during the year", *_TYPING_EN),
    ),
    Rule(
        "series.linked", "info",
        "โครงการใช้ชื่อเดิมในทุกรายงานของหน่วยงาน",
        "a project keeps its name from one report of the agency to the next",
        ("เปลี่ยนชื่อโครงการ", "เป็นคนละโครงการ"), ("the project was renamed", "another project"),
    ),
    Rule(
        "series.decision_stale", "warning",
        "คำตัดสินทุกข้อใน series.toml ยังใช้ได้และไม่ขัดกัน",
        "every decision in series.toml still holds, and none contradicts another",
        ("ชื่อโครงการเปลี่ยนหรือพิมพ์ผิด",), ("a project's name changed or was mistyped",),
    ),
)  # fmt: skip

RULES: Mapping[str, Rule] = {rule.name: rule for rule in _ALL}

# Rules that reading, other sources, other reports and waivers give findings of; they bind to no equation.
RULES_OF_READING = frozenset(
    (
        "number.malformed", "date.malformed", "unit.unknown", "name.suspected", "table.unrecognised",
        "table.incomplete", "page.ocr", "page.unreadable", "cell.doubtful", "agency.inferred", "source.differs", "waiver.stale", "series.restated",
        "series.decreased", "series.plan_changed", "series.linked", "series.decision_stale",
    )
)  # fmt: skip
