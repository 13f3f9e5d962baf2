"""Who is signed in to the admin."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def admin_user(db):
    """Without a password: hashing one takes longer than any page."""
    return UserFactory(admin=True)
