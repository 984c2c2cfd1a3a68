"""What tests share: the demo committees, loaded once, and people to sign in as."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from committees.models import FollowUp, Role, User
from committees.periods import Month

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """A database that holds the demo committees; tests roll back what they change."""
    with django_db_blocker.unblock():
        from django.conf import settings

        debug, settings.DEBUG = settings.DEBUG, True
        hashers = settings.PASSWORD_HASHERS
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        call_command("load_demo", quiet=True)
        settings.DEBUG, settings.PASSWORD_HASHERS = debug, hashers


@pytest.fixture(scope="session")
def sources() -> Path:
    """The source tables; tests that read them skip where they are absent."""
    path = SHARED / "source-tables"
    if not path.is_dir():
        pytest.skip(
            "../shared/source-tables is not here, so nothing is compared with it"
        )
    return path


def follow_up(slug: str, month: str) -> FollowUp:
    """A demo follow-up."""
    when = Month.parse(month)
    return FollowUp.objects.select_related("committee__municipality").get(
        committee__slug=slug, year=when.year, month=when.month
    )


def person(slug: str, role: Role) -> User:
    """Somebody who has a role in a demo committee."""
    found = User.objects.filter(
        memberships__committee__slug=slug, memberships__role=role
    ).order_by("email")
    return found[0]


def signed_in(slug: str, role: Role) -> Client:
    """A client signed in as somebody with a role in a demo committee."""
    client = Client()
    client.force_login(person(slug, role))
    return client
