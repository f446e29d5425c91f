"""The tree of errors: what stops a document or the call, with exit code, reason code and advice.

A wrong number in a report is never an error: that is a `Finding`. An error says that we cannot go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar


class RainganError(Exception):
    """Anything this program refuses, said in one sentence with the way out."""

    exit_code: ClassVar[int] = 3
    advice: ClassVar[str] = "Run the command again; if it fails again, report it with this sentence."


class UsageError(RainganError):
    """The call is wrong: a path that is missing, an output that cannot be written."""

    exit_code = 2
    advice = "Correct the command; `raingan COMMAND --help` shows an example."


class NoFile(UsageError):
    """A name that is no file's: nothing stands there or can be reached, or a folder, a pipe or a device."""

    reason: ClassVar[str] = "source.no_file"
    sentence_th: ClassVar[str] = ""
    says_th: ClassVar[str] = "ชื่อนี้ไม่ใช่ชื่อไฟล์: ไม่มีไฟล์อยู่ที่นั่น เข้าถึงไม่ได้ หรือเป็นโฟลเดอร์ ไปป์ หรืออุปกรณ์"
    advice_th: ClassVar[str] = "แก้คำสั่งให้ชี้ไปยังไฟล์ ดูตัวอย่างด้วย `raingan COMMAND --help`"


class DecisionError(UsageError):
    """A file in which people keep waivers or decisions cannot be read."""

    advice = "Mend that file; the README shows an entry under “What is checked”."


class QueryError(UsageError):
    """A query that is no query, names what is not there, or would do more than read."""

    advice = 'Correct the SQL; `raingan query "SHOW TABLES"` lists the views, `DESCRIBE budgets` the columns of one.'


class QueryTooLarge(UsageError):
    """A query that takes more time or memory than one may take."""

    advice = "Ask for less (WHERE fiscal_year = 2568, fewer columns), or give it more time: `raingan query --timeout SECONDS`."


class MachineError(RainganError):
    """The machine failed: a full disk, a worker lost twice."""

    exit_code = 3
    advice = "Free the resource named here and run the same command again: it resumes."


class QuarantineError(RainganError):
    """One document cannot be published; the others go on.

    `reason` is a stable code, the message says what and where and quotes the offending text, `advice` says what
    to do; `th` is the message in Thai. Where none is given, `says_th` is what the code says of any file.
    """

    exit_code = 2  # of a command that reads one file; a run over many counts them
    reason: ClassVar[str] = "document.refused"
    says_th: ClassVar[str] = "อ่านไฟล์นี้เป็นรายงานไม่ได้"
    advice_th: ClassVar[str] = "ดูไฟล์ แก้ไข แล้วสั่ง `raingan ingest` อีกครั้ง"
    advice = "Look at the file, mend it, and run `raingan ingest` again."

    def __init__(self, sentence: str, th: str = "") -> None:
        super().__init__(sentence)
        self.sentence_th = th


class EmptySource(QuarantineError):
    """The file holds nothing to read."""

    reason = "source.empty"
    advice = "Ask the agency for the file again: the copy that arrived has no content."
    says_th = "ไฟล์ว่าง ไม่มีเนื้อหาให้อ่าน"
    advice_th = "ขอไฟล์จากหน่วยงานอีกครั้ง สำเนาที่ได้รับไม่มีเนื้อหา"


class BinarySource(QuarantineError):
    """The bytes are neither a PDF nor text (NUL characters in the text, an image, an archive)."""

    reason = "source.binary"
    advice = "Save the report as PDF or as UTF-8 text and put that file in its place."
    says_th = "ไฟล์ไม่ใช่ทั้ง PDF และข้อความ (มีอักขระ NUL ปนอยู่ หรือเป็นรูปภาพหรือไฟล์บีบอัด)"
    advice_th = "บันทึกรายงานเป็น PDF หรือข้อความ UTF-8 แล้ววางแทนไฟล์นี้"


class UndecodableSource(QuarantineError):
    """The text is in no encoding that Thai reports use."""

    reason = "source.undecodable"
    advice = "Save the text as UTF-8 and put that file in its place."
    says_th = "ข้อความไม่ได้อยู่ในรหัสอักขระใดที่รายงานไทยใช้"
    advice_th = "บันทึกข้อความเป็น UTF-8 แล้ววางแทนไฟล์นี้"


class UnreadablePdf(QuarantineError):
    """The PDF's structure is damaged: truncated, looping, not a PDF inside."""

    reason = "pdf.damaged"
    advice = "Open the PDF in a viewer and print it to PDF again, or ask the agency for a whole copy."
    says_th = "โครงสร้างของ PDF เสียหาย: ไฟล์ขาดตอน อ้างอิงวนซ้ำ หรือเนื้อในไม่ใช่ PDF"
    advice_th = "เปิด PDF ในโปรแกรมดูเอกสารแล้วพิมพ์เป็น PDF ใหม่ หรือขอสำเนาที่สมบูรณ์จากหน่วยงาน"


class EncryptedPdf(QuarantineError):
    """The PDF asks for a password."""

    reason = "pdf.encrypted"
    advice = "Save a copy without a password and put that file in its place."
    says_th = "PDF ต้องใช้รหัสผ่าน"
    advice_th = "บันทึกสำเนาที่ไม่มีรหัสผ่านแล้ววางแทนไฟล์นี้"


class NoPages(QuarantineError):
    """The PDF has no pages."""

    reason = "pdf.no_pages"
    advice = "Ask the agency for the file again: the copy that arrived has no pages."
    says_th = "PDF ไม่มีหน้า"
    advice_th = "ขอไฟล์จากหน่วยงานอีกครั้ง สำเนาที่ได้รับไม่มีหน้า"


class NoTextLayer(QuarantineError):
    """The pages are pictures or their text cannot be trusted, and no words could be read from the pictures."""

    reason = "pdf.no_text_layer"
    advice = (
        "Have scans read: `apt-get install tesseract-ocr tesseract-ocr-tha` and `pip install 'raingan[ocr]'`, then "
        "`raingan retry`; or ask the agency for the original PDF."
    )
    says_th = "หน้าเป็นภาพ หรือข้อความในไฟล์เชื่อถือไม่ได้ และอ่านคำจากภาพไม่ได้"
    advice_th = "ติดตั้งตัวอ่านภาพ: `apt-get install tesseract-ocr tesseract-ocr-tha` และ `pip install 'raingan[ocr]'` แล้วสั่ง `raingan retry` หรือขอ PDF ต้นฉบับจากหน่วยงาน"


class LimitExceeded(QuarantineError):
    """Reading took more time, memory or pages than one report may take."""

    reason = "limit.exceeded"
    advice = (
        "If the file is honest, give it more (`raingan ingest --timeout SECONDS --memory MB`), or split it; else leave it out."
    )
    says_th = "การอ่านใช้เวลา หน่วยความจำ หรือจำนวนหน้าเกินกว่าที่กำหนดให้รายงานหนึ่งฉบับ"
    advice_th = (
        "ถ้าไฟล์ไม่มีสิ่งผิดปกติ ให้เพิ่มเวลาหรือหน่วยความจำ (`raingan ingest --timeout SECONDS --memory MB`) หรือแบ่งไฟล์ มิฉะนั้นให้นำไฟล์ออก"
    )


class TableTooLarge(QuarantineError):
    """A table has more rows or columns, or the file more tables, than the datasets can number (32,767)."""

    reason = "table.too_large"
    advice = "Take what is no part of the report out of the file, and run again."
    says_th = "ตารางมีแถวหรือคอลัมน์ หรือไฟล์มีตาราง เกินจำนวนที่ชุดข้อมูลลำดับได้ (32,767)"
    advice_th = "นำส่วนที่ไม่ใช่รายงานออกจากไฟล์ แล้วสั่งอีกครั้ง"


class ReaderCrashed(QuarantineError):
    """The process that read this file died."""

    reason = "reader.crashed"
    advice = (
        "Open the PDF in a viewer and print it to PDF again: the engine cannot survive this copy. "
        "A large file may need more memory: `raingan ingest --memory MB`."
    )
    says_th = "โปรแกรมที่อ่านไฟล์นี้หยุดทำงานกลางคัน"
    advice_th = "เปิด PDF ในโปรแกรมดูเอกสารแล้วพิมพ์เป็น PDF ใหม่ สำเนานี้ตัวอ่านรับไม่ได้ ถ้าไฟล์ใหญ่อาจเป็นเพราะหน่วยความจำ ให้เพิ่มด้วย `raingan ingest --memory MB`"


class UnknownFamily(QuarantineError):
    """The document is not a report of a known family."""

    reason = "report.unknown_family"
    advice = "Look at what the reader sees with `raingan inspect FILE`; a new kind of report is declared in `schemas/reports/`."
    says_th = "เอกสารไม่ใช่รายงานแบบที่รู้จัก"
    advice_th = "ดูสิ่งที่ตัวอ่านเห็นด้วย `raingan inspect FILE` แบบรายงานใหม่ประกาศไว้ใน `schemas/reports/`"


class SeveralReports(QuarantineError):
    """Two reports stand in one file."""

    reason = "report.several"
    advice = "Split the file: one report a file."
    says_th = "มีรายงานสองฉบับในไฟล์เดียว"
    advice_th = "แยกไฟล์ให้เหลือไฟล์ละหนึ่งฉบับ"


class UnknownPeriod(QuarantineError):
    """No fiscal year or quarter can be told."""

    reason = "period.unknown"
    advice = "The title must name the fiscal year (ปีงบประมาณ พ.ศ. …) and the quarter or the period."
    says_th = "ไม่ทราบปีงบประมาณหรือไตรมาส"
    advice_th = "ชื่อรายงานต้องบอกปีงบประมาณ (ปีงบประมาณ พ.ศ. …) และไตรมาสหรือช่วงเวลา"


class UnknownAgency(QuarantineError):
    """No agency can be told, two are named about equally often, or the title names an office outside the list."""

    reason = "agency.unknown"
    advice = "Say whose report it is: `raingan ingest --agency ID FILE`."
    says_th = "ไม่ทราบว่าเป็นรายงานของหน่วยงานใด: ไม่มีชื่อหน่วยงาน มีสองหน่วยงานที่กล่าวถึงพอ ๆ กัน หรือชื่อรายงานเป็นของหน่วยงานนอกรายการ"
    advice_th = "ระบุว่าเป็นรายงานของหน่วยงานใด: `raingan ingest --agency ID FILE`"


class SectionTwice(QuarantineError):
    """A project's section stands twice and is no continuation."""

    reason = "section.twice"
    advice = "Mark the second heading (ต่อ), or correct its number, and run again."
    says_th = "ส่วนของโครงการหนึ่งปรากฏสองครั้งและไม่ใช่ส่วนต่อ"
    advice_th = "เติม (ต่อ) ที่หัวข้อที่สอง หรือแก้เลขโครงการ แล้วสั่งอีกครั้ง"


class ChangedWhileRead(QuarantineError):
    """The file changed between the first and the last byte read: it is left for the next run."""

    reason = "source.changed"
    advice = "Nothing to do: the next run reads it."
    says_th = "ไฟล์เปลี่ยนไประหว่างที่อ่าน จึงเว้นไว้ให้อ่านครั้งต่อไป"
    advice_th = "ไม่ต้องทำอะไร การสั่งครั้งต่อไปจะอ่านไฟล์นี้"


def refusals(kind: type[QuarantineError] = QuarantineError) -> Iterator[type[QuarantineError]]:
    """Every kind of refusal that has a reason of its own."""
    for below in kind.__subclasses__():
        yield below
        yield from refusals(below)


def refusal(reason: str) -> type[QuarantineError]:
    """The kind of refusal that a code stands for; that of any file where no kind has the code."""
    return next((kind for kind in refusals() if kind.reason == reason), QuarantineError)
