"""Writes what is said of an output as a whole: the index page, the notes on refused files, the data package."""

from __future__ import annotations

from etl.manifest import Manifest
from etl.publish import Output, write_whole
from etl.quarantine import write_notes


def write_overviews(output: Output, manifest: Manifest) -> None:
    """Writes them anew where the manifest has changed since they were written; else nothing is touched.

    A run that was killed before leaves the mark that they are due.
    """
    index = output.validation / "index.html"
    if not manifest.is_overview_due and index.exists():
        return
    from etl.dictionary import data_package_json
    from etl.validation.index import index_html

    entries = manifest.entries()
    write_notes(output, entries)
    write_whole(output, index, index_html(entries))
    write_whole(output, output.root / "datapackage.json", data_package_json())
    manifest.overview_is_written()
