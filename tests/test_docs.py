"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from etl.dictionary import data_package, dictionary_markdown
from etl.documents import readme
from schemas.datasets import ALL_DATASETS
from schemas.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_generated_tables_of_the_readme_are_those_of_the_code() -> None:
    assert readme(README) == README, "run `make docs`"
    assert all(f"| `{name}` |" in README for name in RULES)


def test_the_data_dictionary_is_that_of_the_declared_datasets() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text("utf-8") == dictionary_markdown(), "run `make docs`"


def test_the_readme_shows_the_two_commands() -> None:
    assert "$ make ingest" in README
    assert "$ make test" in README


def test_every_file_the_documents_link_to_is_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / name).read_text("utf-8")):
            assert (ROOT / target).exists(), f"{name} links to {target}"


def test_the_data_package_names_every_dataset_with_its_key() -> None:
    resources = {resource["name"]: resource for resource in data_package()["resources"]}  # type: ignore[union-attr]
    assert list(resources) == [dataset.name for dataset in ALL_DATASETS]
    for dataset in ALL_DATASETS:
        schema = resources[dataset.name]["schema"]
        names = [field["name"] for field in schema["fields"]]
        assert len(names) == len(set(names)), f"{dataset.name} has a column twice"
        assert set(schema["primaryKey"]) <= set(names), f"{dataset.name}'s key"
