"""What tests share: the demo committees, loaded once, and people to sign in as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from committees.models import FollowUp, Role, User
from committees.periods import Month
from finance import facts
from finance.figures import Books, Measure
from tests import demo_copy

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Tests' databases begin with the demo; tests roll back what they change."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = "file:demo?mode=memory&cache=shared"
        with demo_copy.in_memory(test["NAME"]):
            yield
    else:
        test["TEMPLATE"] = demo_copy.postgres()
        yield


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no copy of the demo in PostgreSQL."""
    of_the_run = not hasattr(session.config, "workerinput")
    if of_the_run and connection.vendor == "postgresql":
        demo_copy.remove()


@pytest.fixture
def cheap_passwords(settings: Settings) -> None:
    """Make new passwords fast; those that were made by the real way still hold."""
    cheap = "django.contrib.auth.hashers.MD5PasswordHasher"
    settings.PASSWORD_HASHERS = [cheap, *settings.PASSWORD_HASHERS]


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


def net_books(here: FollowUp) -> Books:
    """Leaf sums for net figures of a follow-up's year, as the report reads them."""
    need = facts.Need(frozenset({Measure.NET}), frozenset({here.year}))
    return facts.books(here, need)


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
