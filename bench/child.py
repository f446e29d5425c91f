"""One measurement in a process of its own: `python -m bench.child NAME ARGUMENTS…` prints JSON.

Imports are told from work by doing the work twice in two processes: the first lists the modules that it
loaded, the second loads them before its clock starts.
"""

from __future__ import annotations

import importlib
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(name: str, *arguments: str) -> None:
    print(json.dumps(MEASUREMENTS[name](*arguments)))


def publish(file: str, output: str, loaded: str = "") -> dict[str, object]:
    """CPU and wall seconds of one report from file to published, the modules of `loaded` left out."""
    _import_all(loaded)
    from etl.single import ReadTask, read_and_stage
    from etl.publish import Output, Staged, publish as swap, staged_name

    target = Output(Path(output))
    target.prepare()
    cpu, wall = time.process_time(), time.perf_counter()
    entry = read_and_stage(ReadTask(file, output, None))
    swap(target, Staged(entry.report_id, target.staging / staged_name(file)))
    took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    return {**took, "modules": sorted(sys.modules)}


def plain(file: str, loaded: str = "") -> dict[str, object]:
    """Seconds of pdfplumber's own `extract_tables` and `extract_text` over a whole file."""
    _import_all(loaded)
    import pdfplumber

    data = Path(file).read_bytes()
    cpu, wall = time.process_time(), time.perf_counter()
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.extract_text()
            page.close()
    took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    return {**took, "modules": sorted(sys.modules)}


def memory(file: str, kept: str) -> dict[str, object]:
    """Peak memory of a process that reads a PDF, imports and the file itself with it.

    With `kept` "all" it keeps the Document; with "none" it lets each page go when it has its tables; with
    "engine" pdfium alone parses each page and makes its text page.
    """
    if kept == "engine":
        started = time.perf_counter()
        _engine_alone(Path(file).read_bytes())
        return {"peak_mb": _peak_mb(), "wall": time.perf_counter() - started}
    from etl.source import read_source
    from parsers.pdf.pdfium import read_pages
    from parsers.pdf.reader import read_pdf
    from parsers.pdf.tables import layout

    data, source = read_source(Path(file))
    started = time.perf_counter()
    if kept == "all":
        read_pdf(data, source)
    else:
        columns = None
        for content in read_pages(data):
            columns = layout(content, columns).columns
    return {"peak_mb": _peak_mb(), "wall": time.perf_counter() - started}


def _engine_alone(data: bytes) -> None:
    import pypdfium2

    from parsers.pdf.pdfium import PAGES_AT_ONCE

    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    for start in range(0, count, PAGES_AT_ONCE):
        _pdfium(pypdfium2, data, list(range(start + 1, min(start + PAGES_AT_ONCE, count) + 1)))


def parent(sources: str, output: str) -> dict[str, object]:
    """Peak memory of the process that hands a batch to two workers."""
    from etl.batch import Options, ingest

    ingest(sorted(Path(sources).iterdir()), Path(output), Options(jobs=2))
    return {"peak_mb": _peak_mb()}


def pages(*chosen: str) -> dict[str, object]:
    """Seconds a page, three ways, for pages named FILE:NUMBER; each kind of page apart."""
    import pdfplumber
    import pypdfium2

    from etl.source import make_source
    from parsers.pdf.reader import read_pdf

    by_file: dict[str, list[int]] = {}
    for name in chosen:
        file, _, number = name.rpartition(":")
        by_file.setdefault(file, []).append(int(number))
    took = {"pdfium": 0.0, "reader": 0.0, "plain": 0.0}
    for file, numbers in by_file.items():
        data = Path(file).read_bytes()
        source = make_source(Path(file).name, data)
        took["pdfium"] += _best(lambda: _pdfium(pypdfium2, data, numbers))
        took["reader"] += _best(lambda: read_pdf(data, source, pages=numbers))
        took["plain"] += _best(lambda: _pdfplumber(pdfplumber, data, numbers), times=3)
    return {name: seconds / len(chosen) for name, seconds in took.items()}


def audited(file: str, most: str) -> dict[str, object]:
    """The audit's table over so many numbers of a report, drawn from a fixed seed."""
    import random

    from etl.extract import extract
    from etl.pipeline import read_document
    from etl.reconcile.audit import audit, table
    from etl.reconcile.changes import published_numbers
    from etl.reconcile.narrative import narrative_equations
    from etl.source import read_source
    from parsers.sections import outline

    data, source = read_source(Path(file))
    document = read_document(data, source)
    found = extract(document, outline(document), None)
    numbers = list(published_numbers(found.records))
    random.Random(7).shuffle(numbers)
    started = time.perf_counter()
    result = audit(found.records, lambda records: narrative_equations(records, found.names), numbers[: int(most)])
    return {
        "table": table(result),
        "seconds": time.perf_counter() - started,
        "numbers": len(numbers),
        "shown": min(int(most), len(numbers)),
    }


def mistaken(kind: str, what: str, decimals: str = "") -> dict[str, object]:
    """What the rules notice of mistakes put into a file, or into a factory report of so many projects."""
    from bench.mistaken import goals_of

    return goals_of(kind, what, decimals)


def _import_all(loaded: str) -> None:
    names = json.loads(Path(loaded).read_text("utf-8")) if loaded else []
    for name in names:
        if name not in sys.modules and not name.startswith(("__", "bench")):
            try:
                importlib.import_module(name)
            except ImportError:  # made at run time by another module, loaded with it
                continue


def _best(work: Callable[[], object], times: int = 9) -> float:
    took = []
    for _ in range(times):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return min(took)


def _pdfium(pypdfium2: object, data: bytes, numbers: list[int]) -> None:
    document = pypdfium2.PdfDocument(data)
    for number in numbers:
        page = document[number - 1]
        text = page.get_textpage()
        text.close()
        page.close()
    document.close()


def _pdfplumber(pdfplumber: object, data: bytes, numbers: list[int]) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for number in numbers:
            page = document.pages[number - 1]
            page.extract_tables()
            page.extract_text()
            page.close()


def _peak_mb() -> float:
    """This process's own peak: `ru_maxrss` would begin with that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


MEASUREMENTS: dict[str, Callable[..., dict[str, object]]] = {
    "publish": publish, "plain": plain, "memory": memory, "pages": pages, "audited": audited, "parent": parent,
    "mistaken": mistaken,
}  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:])
