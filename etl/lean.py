"""Imports pyarrow without numpy and pandas: it asks for both, and the tables of a report need neither.

numpy takes a fifth of a second to import, pandas a whole one; a report takes less to read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


class Hidden(MetaPathFinder):
    """Says that some packages are not there."""

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:  # noqa: ARG002  # Python's call
        """Nothing found for every name but theirs, which is said not to be there."""
        if fullname in self._names:
            raise ModuleNotFoundError(fullname, name=fullname)


def hide_pandas() -> None:
    """For the rest of this process's life: pyarrow asks for pandas whenever it makes a column of a list."""
    if not any(isinstance(finder, Hidden) for finder in sys.meta_path):
        sys.meta_path.insert(0, Hidden("pandas"))


def import_pyarrow() -> None:
    """Loads pyarrow; numpy, where it is not loaded yet, stays out and can be imported later by others."""
    with _hidden("numpy", "pandas"):
        import pyarrow.parquet  # noqa: F401


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    finder = Hidden(*names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
