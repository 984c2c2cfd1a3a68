"""A grid's requests and answers as JSON, and the gate in front of them.

A script cannot follow a redirect to a page for signing in: it is told 401 and keeps
what it has. Amounts travel as text, since they may be larger than a script counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from committees.access import Place, place_of
from committees.grid.cells import Answer, Cell, Checked, Saved, Value
from committees.grid.saving import MOST_CELLS, OtherPersonError
from committees.models import Role, User
from committees.numbers import Unit

TEXT_FIELDS = frozenset({"comment", "activity-comment", "spread"})
TEXT_STARTS = ("text:", "beside:", "choice:")
"""How fields begin whose values are texts, and codes of what is chosen."""
MOST_TEXT = 20_000
MOST_REASON = 500
_WHOLE = re.compile(r"-?[0-9]{1,18}")

SIGNED_OUT = "Du är inte inloggad längre. Logga in igen, så sparas det du har skrivit."
OTHER_PERSON = "Sidan öppnades av någon annan. Läs in den på nytt."


class BadRequestError(Exception):
    """A request that no page of ours sends; carries a Swedish sentence."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request's JSON."""

    body: dict[str, Any]

    def text(self, name: str) -> str:
        """A text of the request; empty when it is not there."""
        found = self.body.get(name, "")
        if not isinstance(found, str):
            raise BadRequestError(f"{name} ska vara en text.")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.body.get(name, [])
        if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
            raise BadRequestError(f"{name} ska vara en lista av texter.")
        return tuple(found)

    def key(self) -> UUID:
        """The request's key."""
        try:
            return UUID(self.text("key"))
        except ValueError:
            raise BadRequestError("Begäran saknar nyckel.") from None

    def reason(self) -> str:
        """Why something closed is changed; empty where nothing is said."""
        return self.text("reason").replace("\x00", "").strip()[:MOST_REASON]

    def amounts(self, *, usual: str) -> Unit:
        """The unit that typed amounts are in."""
        wanted = self.text("amounts") or usual
        if wanted not in {Unit.KR, Unit.TKR, Unit.MKR}:
            raise BadRequestError(f"Enheten {wanted} finns inte.")
        return Unit(wanted)

    def cells(self) -> tuple[Cell, ...]:
        """The cells to store, at most what one transaction takes."""
        found = self.body.get("cells")
        if not isinstance(found, list):
            raise BadRequestError("Begäran saknar celler.")
        if len(found) > MOST_CELLS:
            raise BadRequestError(f"Högst {MOST_CELLS} celler åt gången.")
        return tuple(_cell(each) for each in found)


def _cell(sent: object) -> Cell:
    """A cell of a request."""
    if not isinstance(sent, dict):
        raise BadRequestError("En cell ska vara ett objekt.")
    part = Sent(sent)
    row, field = part.text("row"), part.text("field")
    typed = sent.get("typed")
    return Cell(
        row=row,
        field=field,
        typed=None if typed is None else part.text("typed")[:MOST_TEXT],
        value=_value(sent.get("value"), field),
        was=_value(sent.get("was"), field),
        origin=part.text("origin") or "typed",
        method=part.text("method"),
        reason=part.reason(),
    )


def _value(sent: object, field: str) -> Value:
    """A cell's value: text in a field of text, else a whole number or nothing."""
    if field in TEXT_FIELDS or field.startswith(TEXT_STARTS):
        return "" if sent is None else str(sent)[:MOST_TEXT]
    if sent is None or sent == "":
        return None
    text = str(sent)
    if not _WHOLE.fullmatch(text):
        raise BadRequestError(f"”{text[:20]}” är inget heltal, som värden skickas i.")
    return int(text)


JsonView = Callable[..., JsonResponse]


def json_view(roles: frozenset[Role]) -> Callable[[JsonView], JsonView]:
    """Gate a view that a script posts JSON to: called as view(place, sent, **rest).

    What goes wrong is answered as JSON with a Swedish message.
    """

    def gate(view: JsonView) -> JsonView:
        @login_not_required
        @never_cache
        @require_POST
        @wraps(view)
        def gated(
            request: HttpRequest, slug: str, month: str, **rest: str
        ) -> JsonResponse:
            if not request.user.is_authenticated:
                return problem(
                    401, "signed_out", SIGNED_OUT, sign_in=reverse("account_login")
                )
            try:
                return _answered(request, view, roles, slug=slug, month=month, **rest)
            except Http404 as error:
                return problem(404, "missing", str(error))
            except PermissionDenied as error:
                return problem(403, "forbidden", str(error))
            except OtherPersonError:
                return problem(403, "other_person", OTHER_PERSON)
            except BadRequestError as error:
                return problem(400, "bad_request", str(error))

        gated.required_roles = roles  # type: ignore[attr-defined]
        return gated

    return gate


def _answered(
    request: HttpRequest,
    view: JsonView,
    roles: frozenset[Role],
    *,
    slug: str,
    month: str,
    **rest: str,
) -> JsonResponse:
    """The view's answer to who may ask it."""
    place = place_of(cast("User", request.user), slug, month)
    if not place.may(roles):
        raise PermissionDenied("Din roll i nämnden räcker inte för att skriva här.")
    sent = _sent(request)
    if str(sent.body.get("user") or place.user.pk) != str(place.user.pk):
        raise OtherPersonError
    return view(place, sent, **rest)


def _sent(request: HttpRequest) -> Sent:
    """The request's JSON object."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequestError("Begäran är inte JSON.") from None
    if not isinstance(body, dict):
        raise BadRequestError("Begäran är inget objekt.")
    return Sent(body)


def problem(status: int, error: str, message: str, **more: str) -> JsonResponse:
    """An answer that says what was wrong."""
    return JsonResponse({"error": error, "message": message, **more}, status=status)


def answer_json(answer: Answer, *, place: Place) -> JsonResponse:
    """What became of a request's cells."""
    return JsonResponse(
        {
            "key": str(answer.key),
            "replayed": answer.replayed,
            "unit_state": answer.unit_state,
            "cells": [_saved(cell, by=place.user) for cell in answer.cells],
        }
    )


def _saved(cell: Saved, *, by: User) -> dict[str, object]:
    """What became of a cell."""
    return {
        "row": cell.row,
        "field": cell.field,
        "state": cell.state,
        "value": _wire(cell.value),
        "yours": _wire(cell.yours),
        "reason": cell.reason,
        "mark": cell.mark,
        "by": cell.by or by.name,
        "at": cell.at,
        **{name: _wire(value) for name, value in cell.more.items()},
    }


def checked_json(checked: Iterable[Checked]) -> Sequence[dict[str, object]]:
    """What would become of cells."""
    return [
        {
            "row": each.cell.row,
            "field": each.cell.field,
            "label": each.label,
            "typed": each.cell.typed,
            "value": _wire(each.value),
            "was": _wire(each.was),
            "state": each.state,
            "reason": each.reason,
            "mark": each.mark,
        }
        for each in checked
    ]


def _wire(value: Value) -> str | None:
    """A value as it travels."""
    return None if value is None else str(value)
