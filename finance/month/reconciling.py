"""Reconcile the outcome against the ledger: control totals per account class.

Totals are öre in the ledger's sign, cost positive, as the ledger's own lists have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Substr
from django.utils import timezone

from committees.events import record
from committees.models import FollowUp, FollowUpState, User
from finance.browsing import outcome_rows
from finance.models import ControlTotal, Reconciliation

CLASS_NAMES = {
    "3": "Intäkter",
    "4": "Köp av verksamhet och bidrag",
    "5": "Personal",
    "6": "Övriga kostnader",
    "7": "Övriga kostnader",
    "8": "Finansiella poster",
}


class ReconcilingError(Exception):
    """A reconciliation that cannot be signed; carries the Swedish reason."""


@dataclass(frozen=True, slots=True)
class ClassLine:
    """An account class: what the ledger says and what is taken in; öre, ledger sign."""

    account_class: str
    ledger: int | None
    taken_in: int

    @property
    def name(self) -> str:
        """What the class usually holds."""
        return CLASS_NAMES.get(self.account_class, "")

    @property
    def difference(self) -> int | None:
        """What is taken in less what the ledger says; None where it is not told."""
        return None if self.ledger is None else self.taken_in - self.ledger


def class_lines(follow_up: FollowUp) -> tuple[ClassLine, ...]:
    """The classes that have outcome or a control total, in order."""
    rows = (
        outcome_rows(follow_up)
        .order_by()
        .annotate(of=Substr("account__code", 1, 1))
        .values_list("of")
        .annotate(ore=Sum("amount_ore"))
    )
    taken_in = {of: -int(ore) for of, ore in rows}
    totals = dict(
        ControlTotal.objects.filter(follow_up=follow_up).values_list(
            "account_class", "total_ore"
        )
    )
    return tuple(
        ClassLine(of, totals.get(of), taken_in.get(of, 0))
        for of in sorted(taken_in.keys() | totals.keys())
    )


@transaction.atomic
def set_totals(
    follow_up: FollowUp, totals: Mapping[str, int | None], *, by: User
) -> int:
    """Keep the ledger's totals by class; None takes one away. How many changed."""
    stored = {
        total.account_class: total
        for total in ControlTotal.objects.filter(follow_up=follow_up)
    }
    changed = 0
    for of, ore in totals.items():
        old = stored[of].total_ore if of in stored else None
        if old == ore:
            continue
        changed += 1
        if ore is None:
            stored[of].delete()
        else:
            ControlTotal.objects.update_or_create(
                follow_up=follow_up,
                account_class=of,
                defaults={"committee": follow_up.committee, "total_ore": ore},
            )
        record(
            follow_up,
            by=by,
            committee=follow_up.committee,
            field=f"control_total:{of}",
            old="" if old is None else old,
            new="" if ore is None else ore,
            origin="month",
        )
    if changed:
        unsign(follow_up, by=by, reason="kontrollsummorna har ändrats")
    return changed


@transaction.atomic
def sign(follow_up: FollowUp, *, by: User) -> None:
    """Sign that the outcome equals the ledger; ReconcilingError where it does not."""
    here = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if here.state == FollowUpState.CLOSED:
        raise ReconcilingError("Uppföljningen är stängd.")
    lines = class_lines(follow_up)
    untold = [line.account_class for line in lines if line.ledger is None]
    different = [line.account_class for line in lines if line.difference]
    if not lines:
        raise ReconcilingError("Det finns inget utfall att stämma av.")
    if untold:
        raise ReconcilingError(f"Huvudbokens summa saknas för {_classes(untold)}.")
    if different:
        raise ReconcilingError(f"Utfallet skiljer sig för {_classes(different)}.")
    if Reconciliation.objects.filter(follow_up=follow_up).exists():
        raise ReconcilingError("Utfallet är redan avstämt.")
    Reconciliation.objects.create(
        committee=follow_up.committee,
        follow_up=follow_up,
        signed_by=by,
        signed_at=timezone.now(),
    )
    _tell(follow_up, by=by, old="", new="avstämd mot huvudboken")


def unsign(follow_up: FollowUp, *, by: User | None, reason: str) -> None:
    """Take back a signature that no longer holds, if there is one."""
    gone, _ = Reconciliation.objects.filter(follow_up=follow_up).delete()
    if gone:
        _tell(follow_up, by=by, old="avstämd mot huvudboken", new=reason)


def _tell(follow_up: FollowUp, *, by: User | None, old: str, new: str) -> None:
    record(
        follow_up,
        by=by,
        committee=follow_up.committee,
        field="reconciled",
        old=old,
        new=new,
        origin="month",
    )


def _classes(codes: list[str]) -> str:
    """`kontoklass 5`, `kontoklass 5, 6`."""
    return f"kontoklass {', '.join(codes)}"


def signature(follow_up: FollowUp) -> Reconciliation | None:
    """Who signed the reconciliation, and when; None while nobody has."""
    found = Reconciliation.objects.filter(follow_up=follow_up)
    return found.select_related("signed_by").first()
