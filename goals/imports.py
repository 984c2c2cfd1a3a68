"""Take in topics: what is followed up in words, with its texts and standings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from committees.imports import follow_ups_by_month, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Activity, Committee, User
from goals.models import (
    ALWAYS,
    AssessmentLevel,
    ControlItem,
    ControlResult,
    NoteField,
    PlanLine,
    Standing,
    StandingState,
    Topic,
    TopicKind,
    TopicNote,
    TopicState,
)

LEVEL_HEAD = ("Kod", "Ord", "Form", "Ordning")
TOPIC_HEAD = (
    "Slag",
    "Kod",
    "Benämning",
    "Hör till",
    "Tabell",
    "Nummer",
    "Verksamhet",
    "Ansvarig",
    "Titel",
    "Klart",
    "Läge",
    "Från år",
    "Till år",
)
NOTE_HEAD = ("Uppföljning", "Punkt", "Fält", "Text")
STANDING_HEAD = ("Uppföljning", "Punkt", "Bedömning", "Resultat", "Läge")
PLAN_HEAD = (
    "Punkt",
    "Nuläge",
    "Analys",
    "Åtgärd",
    "Konsekvens",
    "Verksamheter",
    "Åtgärder",
)
CONTROL_HEAD = (
    "Punkt",
    "Sannolikhet",
    "Konsekvens",
    "Kontroll",
    "Metod",
    "Frekvens",
)

SHAPES = {shape: shape for shape in ("cirkel", "triangel", "kvadrat", "romb")}
KINDS = {kind.value: kind for kind in TopicKind}
STATES = {state.value: state for state in TopicState if state.value}
FIELDS = {field.value: field for field in NoteField}
RESULTS = {result.value: result for result in ControlResult if result.value}
STANDINGS = {str(state.label): state for state in StandingState}
STEPS = {str(step): step for step in range(1, 5)}


def import_levels(sheet: Sheet, committee: Committee) -> None:
    """The committee's scale of assessments, best first."""
    for row in sheet.rows:
        code = sheet.text(row, "Kod")
        sheet.once(row, code)
        values = {
            "word": sheet.text(row, "Ord"),
            "shape": sheet.known(row, "Form", SHAPES),
            "rank": sheet.whole(row, "Ordning"),
        }
        if not sheet.faults:
            AssessmentLevel.objects.update_or_create(
                committee=committee, code=code, defaults=values
            )


def import_topics(sheet: Sheet, committee: Committee) -> None:
    """Topics in the file's order; a topic stands after the one it belongs to."""
    activities = identities(Activity, committee.municipality)
    people = people_by_address(committee)
    made: dict[str, Topic] = {}
    known = {row.cells.get("Kod", "").strip() for row in sheet.rows}
    for position, row in enumerate(sheet.rows, start=1):
        code, parent = sheet.text(row, "Kod"), sheet.optional(row, "Hör till")
        sheet.once(row, code)
        if parent and parent not in known:
            sheet.fault(row, "Hör till", f"{parent} finns inte.")
        elif parent and parent not in made and not sheet.faults:
            sheet.fault(row, "Hör till", f"{parent} ska stå före raden.")
        values = {
            "kind": sheet.known(row, "Slag", KINDS),
            "name": sheet.text(row, "Benämning"),
            "table": sheet.optional(row, "Tabell"),
            "number": sheet.optional(row, "Nummer"),
            "activity_id": sheet.known_or_none(row, "Verksamhet", activities),
            "responsible": sheet.known_or_none(row, "Ansvarig", people),
            "title": sheet.optional(row, "Titel"),
            "deadline": sheet.day_or_none(row, "Klart"),
            "state": sheet.known_or_none(row, "Läge", STATES) or "",
            "position": position,
            **years(sheet, row),
        }
        if not sheet.faults:
            made[code], _ = Topic.objects.update_or_create(
                committee=committee,
                code=code,
                defaults={**values, "parent": made.get(parent)},
            )


def years(sheet: Sheet, row: SheetRow) -> dict[str, int]:
    """From which year to which something is followed up; blank is always."""
    first = sheet.whole(row, "Från år") if sheet.optional(row, "Från år") else 0
    last = sheet.whole(row, "Till år") if sheet.optional(row, "Till år") else ALWAYS
    if first > last:
        sheet.fault(row, "Till år", "slutar innan det börjar.")
    return {"from_year": first, "to_year": last}


def people_by_address(committee: Committee) -> dict[str, User]:
    """The people who have a role in a committee, by address."""
    found = User.objects.filter(memberships__committee=committee).distinct()
    return {user.email: user for user in found}


def topics_by_code(committee: Committee) -> dict[str, Topic]:
    """A committee's topics."""
    return {topic.code: topic for topic in Topic.objects.filter(committee=committee)}


def import_plan(
    sheet: Sheet, committee: Committee, *, actions: Collection[str]
) -> None:
    """What the action plan says of its lines; `actions` are those that money holds."""
    topics = topics_by_code(committee)
    activities = identities(Activity, committee.municipality)
    for row in sheet.rows:
        topic = sheet.known(row, "Punkt", topics)
        sheet.once(row, sheet.optional(row, "Punkt"))
        sheet.codes(row, "Verksamheter", activities)
        sheet.codes(row, "Åtgärder", actions)
        _check_kind(sheet, row, topic, TopicKind.PLAN)
        values = {
            "situation": sheet.optional(row, "Nuläge"),
            "analysis": sheet.optional(row, "Analys"),
            "action": sheet.text(row, "Åtgärd"),
            "consequence": sheet.optional(row, "Konsekvens"),
            "activities": sheet.optional(row, "Verksamheter"),
            "actions": sheet.optional(row, "Åtgärder"),
        }
        if not sheet.faults:
            PlanLine.objects.update_or_create(topic=topic, defaults=values)


def _check_kind(
    sheet: Sheet, row: SheetRow, topic: Topic | None, kind: TopicKind
) -> None:
    """Note a topic that is of another kind than its file."""
    if topic and topic.kind != kind:
        message = f"{topic.code} har slaget {topic.kind} i uppfoljningspunkter.csv."
        sheet.fault(row, "Punkt", message)


def import_controls(sheet: Sheet, committee: Committee) -> None:
    """What internal control guards against, and how."""
    topics = topics_by_code(committee)
    for row in sheet.rows:
        topic = sheet.known(row, "Punkt", topics)
        sheet.once(row, sheet.optional(row, "Punkt"))
        _check_kind(sheet, row, topic, TopicKind.CONTROL)
        values = {
            "likelihood": sheet.known(row, "Sannolikhet", STEPS),
            "consequence": sheet.known(row, "Konsekvens", STEPS),
            "control": sheet.optional(row, "Kontroll"),
            "method": sheet.optional(row, "Metod"),
            "frequency": sheet.optional(row, "Frekvens"),
        }
        if not sheet.faults:
            ControlItem.objects.update_or_create(topic=topic, defaults=values)


def import_notes(sheet: Sheet, committee: Committee) -> None:
    """Texts on topics by follow-up."""
    follow_ups, topics = follow_ups_by_month(committee), topics_by_code(committee)
    for row in sheet.rows:
        place: dict[str, Any] = {
            "committee": committee,
            "follow_up": sheet.known(row, "Uppföljning", follow_ups),
            "topic": sheet.known(row, "Punkt", topics),
            "field": sheet.known(row, "Fält", FIELDS),
        }
        sheet.once(
            row,
            *(sheet.optional(row, part) for part in ("Uppföljning", "Punkt", "Fält")),
        )
        text = sheet.text(row, "Text")
        if not sheet.faults:
            TopicNote.objects.update_or_create(**place, defaults={"text": text})


def import_standings(sheet: Sheet, committee: Committee) -> None:
    """Assessments and results of topics by follow-up, and how far they have come."""
    follow_ups, topics = follow_ups_by_month(committee), topics_by_code(committee)
    levels = {
        level.code: level
        for level in AssessmentLevel.objects.filter(committee=committee)
    }
    for row in sheet.rows:
        place: dict[str, Any] = {
            "committee": committee,
            "follow_up": sheet.known(row, "Uppföljning", follow_ups),
            "topic": sheet.known(row, "Punkt", topics),
        }
        sheet.once(row, *(sheet.optional(row, p) for p in ("Uppföljning", "Punkt")))
        values = {
            "assessment": sheet.known_or_none(row, "Bedömning", levels),
            "result": sheet.known_or_none(row, "Resultat", RESULTS) or "",
            "state": sheet.known_or_none(row, "Läge", STANDINGS) or StandingState.READY,
        }
        if not sheet.faults:
            Standing.objects.update_or_create(**place, defaults=values)
