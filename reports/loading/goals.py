"""Load what is not money: goals, promises, measures, controls, savings, decisions."""

from __future__ import annotations

from committees.models import Committee
from finance import savings
from finance.models import AccountGroup, Action, Purpose
from goals import decisions, imports, measures
from reports.batch_files import GOAL_FILES
from reports.indicators.links import check_links
from reports.loading.folder import Folder


def load_goals(folder: Folder, committee: Committee) -> None:
    """Every file of goals and savings; a folder may do without any of them."""
    _topics(folder, committee)
    _measures(folder, committee)
    folder.batches(committee, GOAL_FILES)
    _providers(folder, committee)
    _decisions(folder, committee)
    _savings(folder, committee)
    _follow_ups(folder, committee)


def _topics(folder: Folder, committee: Committee) -> None:
    """The scale and the topics, then what only some kinds have."""
    levels = folder.write(
        "bedomningsskala.csv",
        imports.LEVEL_HEAD,
        lambda sheet: imports.import_levels(sheet, committee),
    )
    topics = folder.write(
        "uppfoljningspunkter.csv",
        imports.TOPIC_HEAD,
        lambda sheet: imports.import_topics(sheet, committee),
    )
    folder.end_stage([levels, topics])
    actions = Action.objects.filter(committee=committee).values_list("code", flat=True)
    plan = folder.write(
        "handlingsplan.csv",
        imports.PLAN_HEAD,
        lambda sheet: imports.import_plan(sheet, committee, actions=set(actions)),
    )
    controls = folder.write(
        "kontroller.csv",
        imports.CONTROL_HEAD,
        lambda sheet: imports.import_controls(sheet, committee),
    )
    folder.end_stage([plan, controls])


def _measures(folder: Folder, committee: Committee) -> None:
    """Indicators; the figures that they read must exist in the other rooms."""
    indicators = folder.optional("indikatorer.csv", measures.INDICATOR_HEAD)
    if indicators:
        check_links(indicators, committee)
        measures.import_indicators(indicators, committee)
    folder.end_stage([indicators])
    targets = folder.write(
        "indikatormal.csv",
        measures.TARGET_HEAD,
        lambda sheet: measures.import_targets(sheet, committee),
    )
    folder.end_stage([targets])


def _providers(folder: Folder, committee: Committee) -> None:
    """Areas with external providers, and how many there are."""
    groups = AccountGroup.objects.filter(grouping__committee=committee).exclude(
        grouping__purpose=Purpose.BALANCE
    )
    codes = set(groups.values_list("code", flat=True))
    areas = folder.write(
        "utforaromraden.csv",
        measures.AREA_HEAD,
        lambda sheet: measures.import_areas(sheet, committee, groups=codes),
    )
    folder.end_stage([areas])
    counts = folder.write(
        "utforare.csv",
        measures.COUNT_HEAD,
        lambda sheet: measures.import_counts(sheet, committee),
    )
    folder.end_stage([counts])


def _decisions(folder: Folder, committee: Committee) -> None:
    """The law, which all committees share, then the decisions and their quarters."""
    law = folder.shared("lagrum.csv", decisions.PROVISION_HEAD)
    if law:
        decisions.import_provisions(law)
    folder.end_stage([law])
    found = folder.write(
        "beslut-ej-verkstallda.csv",
        decisions.DECISION_HEAD,
        lambda sheet: decisions.import_decisions(sheet, committee),
    )
    folder.end_stage([found])
    quarters = folder.write(
        "kvartal.csv",
        decisions.QUARTER_HEAD,
        lambda sheet: decisions.import_quarters(sheet, committee),
    )
    folder.end_stage([quarters])


def _savings(folder: Folder, committee: Committee) -> None:
    """Savings, and what they fall on."""
    found = folder.write(
        "effektiviseringar.csv",
        savings.SAVING_HEAD,
        lambda sheet: savings.import_savings(sheet, committee),
    )
    folder.end_stage([found])
    parts = folder.write(
        "effektiviseringsdelar.csv",
        savings.PART_HEAD,
        lambda sheet: savings.import_saving_parts(sheet, committee),
    )
    folder.end_stage([parts])


def _follow_ups(folder: Folder, committee: Committee) -> None:
    """What is written and judged of topics, follow-up by follow-up."""
    notes = folder.write(
        "uppfoljningstexter.csv",
        imports.NOTE_HEAD,
        lambda sheet: imports.import_notes(sheet, committee),
    )
    standings = folder.write(
        "lagen.csv",
        imports.STANDING_HEAD,
        lambda sheet: imports.import_standings(sheet, committee),
    )
    folder.end_stage([notes, standings])
