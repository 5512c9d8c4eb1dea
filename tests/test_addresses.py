"""Every page has one address, whatever the things on it are called."""

from __future__ import annotations

import pytest

from equity_plans import addresses


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("index.md", ""),
        ("es/index.md", "es/"),
        ("changes.md", "changes/"),
        ("agencies/index.md", "agencies/"),
        ("plans/ssa/equity-2023/index.md", "plans/ssa/equity-2023/"),
        ("plans/ssa/equity-2023/goals/reach.md", "plans/ssa/equity-2023/goals/reach/"),
        (
            "plans/ssa/equity-2023/actions/price-index.md",
            "plans/ssa/equity-2023/actions/price-index/",
        ),
    ],
)
def test_a_page_is_at_the_address_that_its_file_says(page, address):
    assert addresses.address(page) == address
