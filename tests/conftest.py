"""What every test shares."""

from django.conf import settings


def pytest_configure() -> None:
    """Hash passwords quickly: hundreds of tests sign somebody in, and none is about the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
