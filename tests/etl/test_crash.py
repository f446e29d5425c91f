"""A run that is ended at any step: readers see whole reports, and the next run ends in the bytes of an undisturbed one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.batch import ingest
from tests.etl.crashes import KILLED, REFUSED, Steps, View, after, before, copied, run_of, steps_of, untold, view
from tests.etl.outputs import contents, published, states

EVERY = int(os.environ.get("RAINGAN_CRASH_EVERY", "23"))  # steps between two that are tried; the bench tries each


@dataclass(frozen=True, slots=True)
class Scene:
    """An output of two quarters, the files as they are now, what a run over them makes of it, and its steps."""

    old: Path
    files: list[Path]
    new: Path
    steps: list[str]
    versions: tuple[View, ...]  # as it was, as it will be, and before reports are told of each other

    def torn(self, root: Path) -> list[str]:
        """The reports that a reader sees, and that are none of their whole versions."""
        seen = view(root)
        return [report_id for report_id in seen.sources if all(seen.of(report_id) != v.of(report_id) for v in self.versions)]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    base = tmp_path_factory.mktemp("scene")
    ingest(before(base / "in"), base / "old")
    files = after(base / "in")
    new = copied(base / "old", base / "new")
    with pytest.MonkeyPatch.context() as patch:
        steps = steps_of(files, new, patch)
        versions = (view(base / "old"), view(new), view(untold(files, base / "untold", patch)))
    return Scene(base / "old", files, new, steps, versions)


def test_the_scene_has_all_that_may_happen(scene: Scene) -> None:
    assert states(scene.old)["ว่าง.txt"] == "quarantined"
    assert published(scene.new) == ["sample-2567-q4", "sample-2568-q1", "sample-2568-q2", "sample-2568-q3"]
    assert sorted(states(scene.new).values()) == ["published"] * 4 + ["superseded"]
    assert len(scene.steps) > 200
    assert {step.partition(" ")[0] for step in scene.steps} == {"create", "write", "sync", "move", "remove", "make"}
    old, new, apart = scene.versions
    assert old.of("sample-2568-q2") != new.of("sample-2568-q2") != apart.of("sample-2568-q2")


def test_a_run_ended_at_any_step_is_made_good_by_the_next(scene: Scene, tmp_path: Path) -> None:
    good = contents(scene.new)
    for number in range(0, len(scene.steps), EVERY):
        root = copied(scene.old, tmp_path / "out")
        where = f"step {number}: {scene.steps[number]}"
        assert run_of(scene.files, root, Steps(number)) == KILLED, where
        assert scene.torn(root) == [], where
        assert run_of(scene.files, root, Steps()) == 0
        assert contents(root) == good, where
        assert states(root) == states(scene.new), where


def test_a_disk_that_is_full_from_any_step_on_ends_the_run_with_its_sentence(scene: Scene, tmp_path: Path) -> None:
    good = contents(scene.new)
    last = max(n for n, step in enumerate(scene.steps) if step.startswith(("create", "move")))
    for number in range(3, last, 2 * EVERY):
        root = copied(scene.old, tmp_path / "out")
        where = f"step {number}: {scene.steps[number]}"
        assert run_of(scene.files, root, Steps(number, refuse=True)) == REFUSED, where
        assert scene.torn(root) == [], where
        assert run_of(scene.files, root, Steps()) == 0
        assert contents(root) == good, where


def test_kills_in_a_row_leave_nothing_behind(scene: Scene, tmp_path: Path) -> None:
    root = copied(scene.old, tmp_path / "out")
    for share in (3, 2, 3):
        assert run_of(scene.files, root, Steps(len(scene.steps) // share)) in (0, KILLED)
    assert run_of(scene.files, root, Steps()) == 0
    assert contents(root) == contents(scene.new)
    assert list((root / ".staging").iterdir()) == []
