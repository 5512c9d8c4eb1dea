"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Public test data that is not part of the project; tests that need it skip without it."""
    named = os.environ.get("EQUITY_PLANS_CORPORA")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("no public test data here: EQUITY_PLANS_CORPORA does not name its folder")
    return folder
