"""Settings of a committee: calendar, people, limits, steps and locks."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from committees.access import CONTROLLERS, Place, committee_view, today
from committees.drafts import Author
from committees.events import record
from committees.free_texts import Texts
from committees.models import Activity, Committee, FollowUp
from committees.navigation import address, page
from committees.periods import Month
from committees.trees import Tree, activity_tree
from finance.forecast.unit_rows import groups_in_order
from finance.models import AccountGroup, RowLock
from finance.month.month_steps import MonthError, plan
from finance.pages.month_forms import FollowUpForm
from finance.pages.settings_forms import LimitsForm, LockForm
from finance.pages.spots import settings_spot


def this_month() -> Month:
    """The month of today."""
    return Month(today().year, today().month)


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def calendar(request: HttpRequest, place: Place) -> HttpResponse:
    """The follow-ups there are, and a new one."""
    form = FollowUpForm(request.POST or None)
    texts = Texts(form, Author.of(place), settings_spot("kalender"))
    if request.method == "POST" and form.is_valid():
        try:
            made = plan(
                place.committee,
                form.cleaned_data["month"],
                kind=form.cleaned_data["kind"],
                dates=form.dates,
                by=place.user,
            )
        except MonthError as error:
            form.add_error("month", str(error))
        else:
            texts.forget()
            messages.success(request, f"{made.title} är planerad.")
            return redirect(address("finance:month", made))
    texts.show_or_keep()
    found = FollowUp.objects.for_committee(place.committee)
    return page(
        request,
        "finance/calendar.html",
        place,
        section="installningar",
        form=form,
        calendar=list(found.select_related("settled_by")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def forecast_settings(request: HttpRequest, place: Place) -> HttpResponse:
    """Limits for comments, who approves, and locked rows."""
    committee, groups = place.committee, groups_in_order(place.committee)
    tree = activity_tree(committee, month=this_month())
    what = request.POST.get("vad", "")
    limits = LimitsForm.of(committee) if what != "granser" else LimitsForm(request.POST)
    data = request.POST if what == "las" else None
    lock = LockForm(data, groups=groups, activities=tree)
    texts = Texts(lock, Author.of(place), settings_spot("las"))
    if what == "granser" and limits.is_valid():
        _set_limits(place, limits)
        messages.success(request, "Gränserna är sparade.")
        return redirect("finance:forecast_settings", slug=committee.slug)
    if what == "las" and lock.is_valid():
        _lock(request, place, lock, groups)
        texts.forget()
        return redirect("finance:forecast_settings", slug=committee.slug)
    if what == "las-upp":
        _unlock(request, place)
        return redirect("finance:forecast_settings", slug=committee.slug)
    texts.show_or_keep()
    return page(
        request,
        "finance/forecast_settings.html",
        place,
        section="installningar",
        limits=limits,
        lock=lock,
        locks=_locks(committee, tree),
    )


@transaction.atomic
def _set_limits(place: Place, form: LimitsForm) -> None:
    """Store the limits that changed, each with its event."""
    committee = Committee.objects.select_for_update().get(pk=place.committee.pk)
    changed = []
    for name, new in form.cleaned_data.items():
        old = getattr(committee, name)
        if old != new:
            setattr(committee, name, new)
            changed.append(name)
            record(
                committee,
                by=place.user,
                committee=committee,
                field=name,
                old=old,
                new=new,
                origin="settings",
            )
    if changed:
        committee.save(update_fields=changed)


@transaction.atomic
def _lock(
    request: HttpRequest, place: Place, form: LockForm, groups: list[AccountGroup]
) -> None:
    """Lock a group, in all activities or in one; one that is locked gets the reason."""
    chosen = form.cleaned_data
    group = next(g for g in groups if g.code == chosen["group"])
    activity = None
    if chosen["activity"]:
        activity = Activity.objects.get(
            municipality=place.committee.municipality, code=chosen["activity"]
        )
    lock, _ = RowLock.objects.update_or_create(
        committee=place.committee,
        group=group,
        activity=activity,
        defaults={"reason": chosen["reason"]},
    )
    where = activity.code if activity else "alla verksamheter"
    told = f"{group.name}, {where}: {chosen['reason']}"
    record(lock, by=place.user, committee=place.committee, field="lock", new=told)
    messages.success(request, f"{group.name} är låst i {where}.")


@transaction.atomic
def _unlock(request: HttpRequest, place: Place) -> None:
    """Take a lock away."""
    number = request.POST.get("las", "")
    found = RowLock.objects.filter(
        committee=place.committee, pk=int(number) if number.isdigit() else 0
    ).select_related("group")
    for lock in found:
        record(
            lock,
            by=place.user,
            committee=place.committee,
            field="lock",
            old=f"{lock.group.name}: {lock.reason}",
        )
        lock.delete()
        messages.success(request, f"{lock.group.name} är upplåst.")


def _locks(committee: Committee, tree: Tree) -> list[tuple[RowLock, str]]:
    """The locks with the activity each is for, in words."""
    found = RowLock.objects.filter(committee=committee).select_related(
        "group", "activity"
    )
    listed = sorted(
        found, key=lambda k: (k.group.position, k.activity.code if k.activity else "")
    )
    return [(lock, _where(lock, tree)) for lock in listed]


def _where(lock: RowLock, tree: Tree) -> str:
    """`775 Hemtjänst`, or all activities."""
    if lock.activity is None:
        return "alla verksamheter"
    node = tree.nodes.get(lock.activity.pk)
    return f"{lock.activity.code} {node.name}" if node else lock.activity.code
