"""How other systems sign in, and how they ask twice without it happening twice."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from outcomes.compiled import Select


class ApiToken(models.Model):
    """A bearer token; only its digest is kept, so a copy of the database signs nobody in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)  # its first letters, to tell tokens apart in a list
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user} · {self.hint}…"

    @classmethod
    def issue(cls, user: Any) -> str:
        """A new token's text; it cannot be read again later."""
        text = f"orc_{secrets.token_urlsafe(32)}"
        cls.objects.create(user=user, digest=cls.digest_of(text), hint=text[:10])
        return text

    @staticmethod
    def digest_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def owner_of(cls, text: str) -> Any | None:
        """The active user whose valid token this is, or None."""
        return _OWNER.first(digest=cls.digest_of(text))


# Asked with every call of the API.
_OWNER: Select[Any] = Select(
    "digest",
    build=lambda digest: get_user_model().objects.filter(
        is_active=True, api_tokens__digest=digest, api_tokens__revoked_at=None
    ),
)


class IdempotentRequest(models.Model):
    """The answer that was given to a request with an Idempotency-Key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)  # of method, path and body
    status = models.PositiveSmallIntegerField(null=True)  # null: still being answered
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_idempotency_key")]

    def __str__(self) -> str:
        return f"{self.user} · {self.key}"
