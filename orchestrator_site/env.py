"""Typed readers of environment variables. Every mistake raises SettingError: one sentence that names
the variable, what it holds and what was expected. Which settings exist is said in settings.py."""

import os
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

LINE = re.compile(r"""([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'\s][^\0]*)|)""")


class SettingError(ImproperlyConfigured):
    """An environment variable or settings file holds what the program cannot use."""


def load_file(path: Path, forbidden: Sequence[str] = ()) -> None:
    """Add the KEY=VALUE lines of `path` to the environment, if there is such a file.

    What the environment already has wins, even when it is empty there. Values may be quoted; without
    quotes everything to the end of the line counts, so that a password may hold `#`. Names in
    `forbidden` are refused. The lines themselves are never quoted in errors: they hold secrets.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingError(f"{path} cannot be read: {reason}") from error
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            raise SettingError(f"{path}, line {number}: expected NAME=value, # comment or an empty line")
        name, *values = match.groups()
        if name in forbidden:
            raise SettingError(f"{path}, line {number}: {name} cannot be set in this file")
        os.environ.setdefault(name, next((value for value in values if value is not None), ""))


def text(name: str, default: str = "") -> str:
    """The value without surrounding blanks. Unset and empty are the same: the default."""
    return os.environ.get(name, "").strip() or default


def integer(name: str, default: int, low: int, high: int | None = None) -> int:
    value = text(name, str(default))
    expected = f"a whole number from {low} to {high}" if high is not None else f"a whole number from {low} up"
    # int() alone would take 1_000, and signs or digits of other scripts.
    if (
        not re.fullmatch(r"-?[0-9]{1,18}", value)
        or int(value) < low
        or (high is not None and int(value) > high)
    ):
        raise SettingError(f"{name} is {value!r}; expected {expected}")
    return int(value)


def dollars(name: str, default: str) -> Decimal:
    """An amount in US dollars and cents, above zero."""
    value = text(name, default)
    if not re.fullmatch(r"[0-9]{1,8}(\.[0-9]{1,2})?", value) or not Decimal(value):
        raise SettingError(
            f"{name} is {value!r}; expected an amount in US dollars above 0, such as 50 or 7.50"
        )
    return Decimal(value)


def boolean(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise SettingError(f"{name} is {value!r}; expected 1 or 0")


def choice(name: str, options: Sequence[str]) -> str:
    """One of `options`, the first of which is the default."""
    value = text(name, options[0])
    if value not in options:
        raise SettingError(f"{name} is {value!r}; expected {', '.join(options[:-1])} or {options[-1]}")
    return value


def items(name: str, default: Sequence[str] = ()) -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or list(default)


def url(name: str, schemes: Sequence[str], example: str) -> SplitResult | None:
    """The parsed URL, or None when unset. Errors show no more of it than its scheme: URLs hold passwords."""
    value = text(name)
    if not value:
        return None
    try:
        parsed = urlsplit(value)
        parsed.port  # noqa: B018 - the property raises on a port that is none
    except ValueError as error:
        raise SettingError(f"{name} is no valid URL ({error}); expected something like {example}") from error
    if parsed.scheme not in schemes:
        found = f"has the scheme {parsed.scheme!r}" if parsed.scheme else "has no scheme"
        raise SettingError(f"{name} {found}; expected something like {example}")
    if parsed.scheme in ("http", "https") and not parsed.hostname:
        raise SettingError(f"{name} names no host; expected something like {example}")
    return parsed
