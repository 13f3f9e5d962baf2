"""What a test says when the machine lacks something it needs."""

import os

import pytest


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def require_or_skip(condition: object, reason: str) -> None:
    """Skip the test for `reason` unless `condition` holds. In CI, where nothing may be missing, it fails."""
    if condition:
        return
    if in_ci():
        pytest.fail(f"missing in CI: {reason}", pytrace=False)
    pytest.skip(reason)
