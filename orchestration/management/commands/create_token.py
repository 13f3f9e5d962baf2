"""`manage.py create_token USERNAME`: a new API token, for a script that acts in this member's name."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from outcomes.models import ApiToken

USAGE = 2  # exit code


class Command(BaseCommand):
    help = "Print a new API token of a user. It is shown this once, and kept only as a digest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        users = get_user_model()
        user = users.objects.filter(**{users.USERNAME_FIELD: username}).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.", returncode=USAGE)
        if not user.is_active:
            raise CommandError(f"User {username!r} is not active: a token would not work.", returncode=USAGE)
        self.stdout.write(ApiToken.issue(user))
