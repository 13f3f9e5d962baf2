"""The admin's addresses and actions, for the tests of it."""

from django.contrib.messages import get_messages
from django.urls import reverse


def changelist(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def act(client, action: str, *rows) -> list[str]:
    """Run an action of the list page on these rows; the messages that follow."""
    answer = client.post(
        changelist(type(rows[0])), {"action": action, "_selected_action": [row.pk for row in rows]}
    )
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]
