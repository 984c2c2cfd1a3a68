"""Every free text is guarded, or there is a reason why it need not be.

A new field of text fails here until it is in one of the lists.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models

from committees.free_texts import FreeText

ROOMS = ("committees", "finance", "volumes", "goals", "reports")
SHORTEST = 100
"""A line of fewer characters holds a code, a unit or a number."""

GRID = "cells of a grid: committees.grid.saving"
FIELD = "a field of a form: committees.free_texts.FreeText"
STEP = "beside a step or a file: committees.drafts.refusal"
FILE = "read from a file, looked at when a report is made: reports.stops"

GUARDED = {
    "committees.FollowUp.instructions": FIELD,
    "finance.ForecastRow.comment": GRID,
    "finance.ActivityComment.text": GRID,
    "finance.UnitForecast.note": STEP,
    "finance.RowLock.reason": FIELD,
    "finance.Analysis.cause": FIELD,
    "finance.Analysis.action": FIELD,
    "finance.Analysis.risk": FIELD,
    "finance.ControllerAdjustment.reason": FIELD,
    "finance.OutcomeAdjustment.text": FIELD,
    "finance.Action.name": FIELD,
    "finance.Saving.name": FIELD,
    "finance.SavingPart.name": FIELD,
    "volumes.VolumeRow.correction": STEP,
    "volumes.VolumeForecast.comment": GRID,
    "goals.TopicNote.text": GRID,
    "goals.Standing.returned_because": STEP,
    "goals.IndicatorValue.text": GRID,
    "goals.IndicatorTarget.text": GRID,
    "goals.ProviderCount.comment": FIELD,
    "goals.UnexecutedDecision.comment": FIELD,
    "goals.Topic.name": FIELD,
    "goals.Topic.title": FILE,
    "goals.PlanLine.situation": GRID,
    "goals.PlanLine.analysis": GRID,
    "goals.PlanLine.action": GRID,
    "goals.PlanLine.consequence": GRID,
    "goals.ControlItem.control": GRID,
    "goals.ControlItem.method": GRID,
    "goals.Indicator.name": FILE,
    "goals.Indicator.source": FILE,
    "goals.Indicator.footnote": FILE,
    "reports.ReportText.html": FILE,
    "reports.TableDefinition.title": FILE,
    "reports.TableDefinition.note": FILE,
    "reports.RowDefinition.label": FILE,
    "reports.OutlineItem.heading": FILE,
}

NAME = "what something is called in the municipality's own registers"
CODES = "codes that are looked up"
OURS = "written by the program"
EXEMPT = {
    "committees.User.password": OURS,
    "committees.User.name": "a person who signs in",
    "committees.Municipality.name": NAME,
    "committees.Municipality.full_name": NAME,
    "committees.Committee.name": NAME,
    "committees.CostCentrePlacement.name": NAME,
    "committees.ActivityPlacement.name": NAME,
    "committees.ImportBatch.file_name": "a file's name, to those who work here",
    "committees.Event.old": "what was stored, and guarded, before",
    "committees.Event.new": "what was stored, and guarded, before",
    "committees.TextDraft.place": OURS,
    "committees.TextDraft.text": "the draft itself, for its author alone",
    "committees.TextDraft.reason": OURS,
    "finance.Account.name": NAME,
    "finance.AccountGroup.name": NAME,
    "finance.Project.name": NAME,
    "finance.Counterpart.name": NAME,
    "finance.BudgetDecision.title": NAME,
    "finance.BudgetDecision.body": NAME,
    "finance.InvestmentProject.name": NAME,
    "volumes.VolumeSeries.name": NAME,
    "volumes.UnitCost.name": NAME,
    "volumes.UnitCost.label": NAME,
    "volumes.UnitCost.groups": CODES,
    "volumes.Ratio.name": NAME,
    "goals.PlanLine.activities": CODES,
    "goals.PlanLine.actions": CODES,
    "goals.Indicator.link": CODES,
    "goals.ProviderArea.name": NAME,
    "goals.ProviderArea.activities": CODES,
    "goals.ProviderArea.groups": CODES,
    "goals.Provision.service": NAME,
    "reports.TableDefinition.stub": NAME,
    "reports.ColumnDefinition.label": NAME,
    "reports.RowDefinition.activities": CODES,
    "reports.RowDefinition.groups": CODES,
    "reports.RowDefinition.projects": CODES,
    "reports.RowDefinition.accounts": CODES,
    "reports.RowDefinition.decisions": CODES,
    "reports.RowDefinition.series": CODES,
    "reports.RowDefinition.cost_centres": CODES,
    "reports.RowDefinition.omitted": CODES,
    "reports.SavedView.address": OURS,
    "reports.Export.step": OURS,
    "reports.Export.fault": OURS,
    "reports.Export.file_name": OURS,
}


def stored_texts() -> Iterator[str]:
    """The fields of the database that can hold sentences."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.concrete_fields:
            line = type(field) is models.CharField and not field.choices
            long = line and (field.max_length or 0) >= SHORTEST
            if long or isinstance(field, models.TextField):
                yield f"{model._meta.label}.{field.name}"


def test_every_stored_text_is_guarded_or_need_not_be() -> None:
    found = set(stored_texts())
    assert found - GUARDED.keys() - EXEMPT.keys() == set()
    assert (GUARDED.keys() | EXEMPT.keys()) - found == set()
    assert not GUARDED.keys() & EXEMPT.keys()


AMOUNT = "an amount, whose field is put in when the form is made"
EXEMPT_FIELDS = {
    "ViewForm.address": "an address of our own pages, or refused",
    "OutcomeForm.belopp": AMOUNT,
    "OutcomeForm.was": OURS,
    "ControllerForm.belopp": AMOUNT,
    "ControllerForm.was": OURS,
    "ActionForm.kod": "a code",
    "EffectForm.beslutat": AMOUNT,
    "EffectForm.realiserat": AMOUNT,
    "EffectForm.aterstar": AMOUNT,
    "SavingForm.kod": "a code",
    "SavingForm.helar": AMOUNT,
    "SavingForm.effekt": AMOUNT,
    "PartForm.belopp": AMOUNT,
    "DatesForm.diary_number": "a number of the diary",
    "FollowUpForm.diary_number": "a number of the diary",
    "FollowUpForm.month": "a month",
    "PersonForm.name": "a person who signs in",
    "DecisionForm.was": OURS,
}


def our_forms() -> Iterator[type[forms.Form]]:
    """Every form of the rooms."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" in module.name:
                continue
            for each in vars(importlib.import_module(module.name)).values():
                is_form = isinstance(each, type) and issubclass(each, forms.Form)
                if is_form and each.__module__ == module.name:
                    yield each


def test_every_line_and_box_of_a_form_is_guarded_or_need_not_be() -> None:
    bare = {
        f"{form.__name__}.{name}"
        for form in our_forms()
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField
    }
    assert bare - EXEMPT_FIELDS.keys() == set()
    texts = [f for form in our_forms() for f in form.base_fields.values()]
    assert sum(isinstance(field, FreeText) for field in texts) > 6


EXEMPT_BOXES: dict[str, str] = {}


def boxes() -> Iterator[tuple[str, str]]:
    """The boxes of text that pages write out themselves, each with its file."""
    base = Path(settings.BASE_DIR)
    files = [*base.glob("templates/**/*.html")]
    for room in ROOMS:
        files += base.glob(f"{room}/**/*.py")
    for file in files:
        text = file.read_text(encoding="utf-8")
        # Markup that is built in Python runs over several literals.
        text = re.sub(r"\"\s*\n\s*f?[\"']|'\s*\n\s*f?[\"']", "", text)
        for start in re.finditer(r"<textarea|<input[^>]*?type=\"text\"", text):
            yield str(file.relative_to(base)), text[start.start() :][:600]


def test_every_box_of_a_page_is_looked_at_while_one_types() -> None:
    bare = {
        name
        for name, markup in boxes()
        if "data-guard" not in markup.partition("</textarea>")[0]
    }
    assert bare - EXEMPT_BOXES.keys() == set()
