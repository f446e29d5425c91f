"""The tree of errors: what stops a document or the call, with exit code, reason code and advice.

A wrong number in a report is never an error: that is a `Finding`. An error says that we cannot go on.
"""

from __future__ import annotations

from typing import ClassVar


class RainganError(Exception):
    """Anything this program refuses, said in one sentence with the way out."""

    exit_code: ClassVar[int] = 3
    advice: ClassVar[str] = "Run the command again; if it fails again, report it with this sentence."


class UsageError(RainganError):
    """The call is wrong: a path that is missing, an output that cannot be written."""

    exit_code = 2
    advice = "Correct the command; `raingan COMMAND --help` shows an example."


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

    `reason` is a stable code, the message says what and where and quotes the offending text,
    `advice` says what to do.
    """

    exit_code = 2  # of a command that reads one file; a run over many counts them
    reason: ClassVar[str] = "document.refused"
    advice = "Look at the file, mend it, and run `raingan ingest` again."


class EmptySource(QuarantineError):
    """The file holds nothing to read."""

    reason = "source.empty"
    advice = "Ask the agency for the file again: the copy that arrived has no content."


class BinarySource(QuarantineError):
    """The bytes are neither a PDF nor text (NUL characters in the text, an image, an archive)."""

    reason = "source.binary"
    advice = "Save the report as PDF or as UTF-8 text and put that file in its place."


class UndecodableSource(QuarantineError):
    """The text is in no encoding that Thai reports use."""

    reason = "source.undecodable"
    advice = "Save the text as UTF-8 and put that file in its place."


class UnreadablePdf(QuarantineError):
    """The PDF's structure is damaged: truncated, looping, not a PDF inside."""

    reason = "pdf.damaged"
    advice = "Open the PDF in a viewer and print it to PDF again, or ask the agency for a whole copy."


class EncryptedPdf(QuarantineError):
    """The PDF asks for a password."""

    reason = "pdf.encrypted"
    advice = "Save a copy without a password and put that file in its place."


class NoPages(QuarantineError):
    """The PDF has no pages."""

    reason = "pdf.no_pages"
    advice = "Ask the agency for the file again: the copy that arrived has no pages."


class NoTextLayer(QuarantineError):
    """The pages are pictures or their text cannot be trusted, and no words could be read from the pictures."""

    reason = "pdf.no_text_layer"
    advice = (
        "Have scans read: `apt-get install tesseract-ocr tesseract-ocr-tha` and `pip install 'raingan[ocr]'`, then "
        "`raingan retry`; or ask the agency for the original PDF."
    )


class LimitExceeded(QuarantineError):
    """Reading took more time, memory or pages than one report may take."""

    reason = "limit.exceeded"
    advice = (
        "If the file is honest, give it more (`raingan ingest --timeout SECONDS --memory MB`), or split it; else leave it out."
    )


class TableTooLarge(QuarantineError):
    """A table has more rows or columns, or the file more tables, than the datasets can number (32,767)."""

    reason = "table.too_large"
    advice = "Take what is no part of the report out of the file, and run again."


class ReaderCrashed(QuarantineError):
    """The process that read this file died."""

    reason = "reader.crashed"
    advice = "Open the PDF in a viewer and print it to PDF again; the engine cannot survive this copy."


class UnknownFamily(QuarantineError):
    """The document is not a report of a known family."""

    reason = "report.unknown_family"
    advice = "Look at what the reader sees with `raingan inspect FILE`; a new kind of report is declared in `schemas/reports/`."


class SeveralReports(QuarantineError):
    """Two reports stand in one file."""

    reason = "report.several"
    advice = "Split the file: one report a file."


class UnknownPeriod(QuarantineError):
    """No fiscal year or quarter can be told."""

    reason = "period.unknown"
    advice = "The title must name the fiscal year (ปีงบประมาณ พ.ศ. …) and the quarter or the period."


class UnknownAgency(QuarantineError):
    """No agency can be told, two are named about equally often, or the title names an office outside the list."""

    reason = "agency.unknown"
    advice = "Say whose report it is: `raingan ingest --agency ID FILE`."


class SectionTwice(QuarantineError):
    """A project's section stands twice and is no continuation."""

    reason = "section.twice"
    advice = "Mark the second heading (ต่อ), or correct its number, and run again."


class ChangedWhileRead(QuarantineError):
    """The file changed between the first and the last byte read: it is left for the next run."""

    reason = "source.changed"
    advice = "Nothing to do: the next run reads it."
