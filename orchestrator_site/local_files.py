"""The var folder of a local installation, and the secret key that is kept in it."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from .env import SettingError


def var_folder(path: Path) -> Path:
    """`path`, made for its owner alone when it is not there yet."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingError(
            f"ORCHESTRATOR_VAR is {str(path)!r}, which cannot be made a folder: {reason}"
        ) from error
    return path


def secret_key(path: Path) -> str:
    """The key in `path`, generated there on first need; processes that need it at once all get the same."""
    try:
        if not path.exists():
            generate(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it holds no key"
        raise SettingError(
            f"SECRET_KEY is unset, and {path} cannot be used in its place: {reason}"
        ) from error
    if not key:
        raise SettingError(f"SECRET_KEY is unset, and {path} is empty; delete that file for a new key")
    return key


def generate(path: Path) -> None:
    """Write a whole key beside `path`, then link it there: the first wins, nobody ever reads half a key."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # created with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
