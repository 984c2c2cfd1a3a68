"""A person's own settings: the unit she types in, and her reminders."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from committees.events import record
from committees.models import User
from finance.pages.settings_forms import MyForm


@require_http_methods(["GET", "HEAD", "POST"])
def my_settings(request: HttpRequest) -> HttpResponse:
    """Show or store a person's own settings."""
    user = cast("User", request.user)
    names = list(MyForm.base_fields)
    initial = {name: getattr(user, name) for name in names}
    form = MyForm(request.POST or None, initial=initial)
    if request.method == "POST":
        form = MyForm(request.POST)
        if form.is_valid():
            _store(user, form)
            messages.success(request, "Dina inställningar är sparade.")
            return redirect("finance:my_settings")
    return render(request, "finance/my_settings.html", {"form": form})


@transaction.atomic
def _store(user: User, form: MyForm) -> None:
    """Store what changed, each with its event."""
    for name, new in form.cleaned_data.items():
        old = getattr(user, name)
        if old != new:
            setattr(user, name, new)
            record(user, by=user, committee=None, field=name, old=old, new=new)
    user.save(update_fields=list(form.cleaned_data))
