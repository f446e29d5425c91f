"""The command that writes published datasets for other programs: export."""

from __future__ import annotations

from pathlib import Path

import click

from etl.cli_shared import OUTPUT, PATH, exits


@click.command(short_help="Writes a workbook for people in an office.")
@click.option("--xlsx", "target", type=PATH, required=True, help="The workbook to write.")
@click.option("--report", "reports", multiple=True, help="Only this report; may be said again.")
@click.option("--year", type=click.IntRange(2400, 2700), help="Only this fiscal year (Buddhist era).")
@OUTPUT
@exits
def export(target: Path, reports: tuple[str, ...], year: int | None, root: Path) -> int:
    """Writes a workbook: a sheet a dataset, headed in Thai, findings marked.

    \b
    Example:  raingan export --xlsx etda-2568.xlsx --year 2568
              raingan export --xlsx q4.xlsx --report etda-2568-q4
    """
    from etl.export.workbook import export as write

    for note in write(root, target, reports, year):
        click.echo(note, err=True)
    click.echo(f"written to {target}")
    return 0
