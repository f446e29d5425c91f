"""The batch of good and hostile files that the bench measures at full size, at a small one."""

from __future__ import annotations

from pathlib import Path

from bench import hostile


def test_good_reports_are_published_and_hostile_files_are_refused_with_reasons(tmp_path: Path) -> None:
    [row] = hostile.rows(tmp_path, good=4, bad=6)
    assert row.reached is True, row.line()
    assert "4 published, 6 quarantined" in row.line()
