"""Tables whose rows are topics, savings, providers and decisions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.access import place_of
from committees.intake.sheets import read_sheet
from committees.models import Committee, FollowUp, Membership, Role, User
from committees.numbers import NOT_APPLICABLE
from finance.models import Saving, SavingPart
from goals.figures import months_elapsed
from goals.models import (
    DecisionQuarter,
    NoteField,
    Provision,
    Topic,
    TopicNote,
    UnexecutedDecision,
)
from reports import catalogue
from reports.document import TableBlock
from reports.documents import interim_report
from reports.imports import (
    COLUMN_HEAD,
    COLUMN_OPTIONAL,
    ROW_HEAD,
    ROW_OPTIONAL,
    TABLE_HEAD,
    TABLE_OPTIONAL,
    import_tables,
)
from reports.listings import counts, names
from reports.models import TableDefinition
from reports.tables.model import RowKind, Table, Tone
from tests.conftest import follow_up

pytestmark = pytest.mark.django_db
PLACE = ("enkoping-von", "2024-08")
KEY = "prov"


def here() -> FollowUp:
    return follow_up(*PLACE)


def told(listing: str, *columns: str, unit: str = "antal") -> list[str]:
    """The faults of a table of a listing, whose columns are `Kolumn;Uppgift;Mer=…`."""
    tables = f"{KEY};Prov;Förspalt;{unit};1;negativa;;;;{listing}"
    every = (*COLUMN_HEAD, *COLUMN_OPTIONAL)
    lines = []
    for place, column in enumerate(columns, start=1):
        key, attribute, *more = column.split(";")
        cells = {
            "Tabell": KEY,
            "Ordning": str(place),
            "Kolumn": key,
            "Rubrik": key,
            "Mått": "uppgift",
            "Uppgift": attribute,
            **dict(part.split("=", 1) for part in more),
        }
        lines.append(";".join(cells.get(name, "") for name in every))
    sheets = [
        read_sheet(
            "fil.csv",
            "\n".join([";".join((*head, *beside)), *given]).encode(),
            required=head,
            optional=beside,
        )
        for head, beside, given in (
            (TABLE_HEAD, TABLE_OPTIONAL, [tables]),
            (COLUMN_HEAD, COLUMN_OPTIONAL, lines),
            (ROW_HEAD, ROW_OPTIONAL, []),
        )
    ]
    import_tables(sheets[0], sheets[1], sheets[2], committee=here().committee)
    faults = [fault for sheet in sheets for fault in sheet.own_faults]
    return [fault.message for fault in dict.fromkeys(faults)]


def built(listing: str, *columns: str, unit: str = "antal") -> Table:
    assert told(listing, *columns, unit=unit) == []
    return catalogue.table(here(), KEY)


def topic(kind: str, code: str, **fields: object) -> Topic:
    return Topic.objects.create(
        committee=here().committee, kind=kind, code=code, name=code, **fields
    )


def write(which: Topic, text: str, field: str = NoteField.TEXT) -> None:
    TopicNote.objects.create(
        committee=which.committee, follow_up=here(), topic=which, field=field, text=text
    )


def test_topics_stand_in_their_order_with_their_texts_bare() -> None:
    second = topic("program", "b", table="x", position=2, number="7")
    first = topic("program", "a", table="x", position=1)
    topic("program", "c", table="y", position=3)
    topic("program", "d", table="x", position=4, to_year=2023)
    write(second, "Det går **bra**.\n\n- ett\n- två")
    table = built("program:x", "text;text", "ansvarig;ansvarig")
    assert [row.label for row in table.rows] == [first.name, second.name]
    assert [row.code for row in table.rows] == ["", "7"]
    assert table.rows[1].values == ("Det går bra.\nett\ntvå", "")
    assert {column.tone for column in table.columns} == {Tone.TEXT}


def test_a_listing_that_nothing_is_written_in_is_left_out_of_the_report() -> None:
    from reports.models import OutlineItem, OutlineKind

    written = topic("program", "a")
    assert built("program", "text;text").rows == ()
    OutlineItem.objects.create(
        committee=here().committee, position=999, kind=OutlineKind.TABLE, key=KEY
    )

    def shown() -> list[str]:
        blocks = interim_report(here()).blocks
        return [b.table.key for b in blocks if isinstance(b, TableBlock)]

    assert KEY not in shown()
    write(written, "Nu finns det något.")
    assert KEY in shown()


def test_the_judgement_that_others_belong_to_stands_last_as_their_total() -> None:
    table = catalogue.table(follow_up("sodertalje-on", "2017-08"), "geh-assessment")
    assert [row.kind for row in table.rows] == [RowKind.ROW] * 3 + [RowKind.TOTAL]
    assert {row.values for row in table.rows} == {("Ok",)}


def test_the_action_plan_tells_the_deviation_then_and_now() -> None:
    table = catalogue.table(here(), "action-plan")
    april = catalogue.table(follow_up("enkoping-von", "2024-04"), "action-plan")
    operations = catalogue.table(here(), "operations-by-activity")
    home = next(row for row in operations.rows if row.label == "Hemtjänst")
    deviation = home.values[operations.column_index("avvikelse")]
    line = next(row for row in table.rows if row.label == "Hemtjänst")
    assert line.values[1] == deviation
    assert table.columns[1].tone is Tone.DEVIATION
    assert not april.rows or april.rows[0].values[1] == line.values[0]


def test_savings_add_up_and_what_is_not_estimated_is_missing() -> None:
    shared = {"committee": here().committee, "list": "beslut", "year": 2025}
    for code, full, effect in (("a", 150, 50), ("b", 200, None)):
        Saving.objects.create(
            **shared,
            code=code,
            name=code,
            table="t",
            full_year_ore=full * 10**6,
            effect_ore=None if effect is None else effect * 10**6,
        )
    table = built("effektivisering:t", "h;helårseffekt", "e;effekt", unit="mkr")
    assert [table.shown(row) for row in table.rows] == [
        ("1,5", "0,5"),
        ("2,0", "–"),
        ("3,5", "0,5"),
    ]
    assert table.rows[-1].kind is RowKind.TOTAL


def test_parts_of_savings_are_summed_where_they_first_stand() -> None:
    shared = {"committee": here().committee, "list": "förslag", "year": 2025}
    for code, parts in (
        ("a", {"Personal": 5, "Lokaler": 1}),
        ("b", {"Lokaler": 2}),
    ):
        saving = Saving.objects.create(**shared, code=code, name=code, table="t")
        for name, ore in parts.items():
            SavingPart.objects.create(
                saving=saving, axis="kostnadsslag", name=name, amount_ore=ore * 10**8
            )
    table = built("effektivisering-per-kostnadsslag:t", "b;belopp", unit="mkr")
    assert [(row.label, table.shown(row)) for row in table.rows] == [
        ("Personal", ("5,0",)),
        ("Lokaler", ("3,0",)),
    ]


def test_the_share_of_providers_is_what_is_bought_of_the_net_cost() -> None:
    time = "Scenario=utfall;Omfång=period"
    table = built("externa-utförare", f"andel;andel;{time}", "antal;antal")
    shares = {row.label: row.values[0] for row in table.rows}
    assert shares["Köpta platser"] == Fraction(100)
    shown = {row.label: table.shown(row) for row in table.rows}
    assert shown["Hemtjänst"] == ("21,1", "9,0")


@pytest.fixture
def decided() -> Committee:
    """Two quarters of decisions under a law, of kinds that are few and many."""
    committee = here().committee
    number = 7000
    for quarter, counts_of in ((1, {"a": 9}), (2, {"a": 9, "b": 6, "c": 2})):
        report = DecisionQuarter.objects.update_or_create(
            committee=committee,
            year=2024,
            quarter=quarter,
            defaults={"as_of": date(2024, quarter * 3 + 1, 20)},
        )[0]
        report.decisions.clear()
        for code, many in counts_of.items():
            provision = Provision.objects.get_or_create(
                code=f"prov-{code}",
                from_date=date(2000, 1, 1),
                defaults={
                    "law": "SoL",
                    "reference": "4 kap. 1 § SoL",
                    "service": f"Insats {code}",
                    "to_date": date(9999, 12, 31),
                },
            )[0]
            for _ in range(many):
                number += 1
                report.decisions.add(
                    UnexecutedDecision.objects.create(
                        committee=committee,
                        number=number,
                        provision=provision,
                        decided_on=date(2023, 11, 21),
                        reason="resursbrist",
                    )
                )
    return committee


def test_what_is_sent_out_of_decisions_are_counts_without_small_ones(
    decided: Committee,
) -> None:
    decided.fewest_shown = 5
    decided.save()
    both = ("ett;antal;Månad=3", "två;antal;Månad=6", "tre;antal;Månad=9")
    table = built("ej-verkställda-antal:SoL", *both)
    assert {row.label: row.values for row in table.rows} == {
        "Insats a": (9, 9, None),
        "Insats b": (0, counts.HIDDEN, None),
        "Insats c": (0, counts.HIDDEN, None),
        "Totalt": (9, 17, None),
    }
    assert counts.note(5) in table.notes
    assert TableDefinition.objects.for_follow_up(here()).filter(key=KEY).exists()


def test_hidden_counts_are_the_same_whatever_quarters_stand_beside() -> None:
    whole = {"a": 9, "b": 6, "c": 2, "d": 0}
    alone = {code: count for code, count in whole.items() if count}
    told_of = counts.masked(whole, fewest=5)
    assert told_of == {**counts.masked(alone, fewest=5), "d": 0}


def reader(role: Role) -> User:
    """Somebody with one role in the committee."""
    user = User.objects.create_user(f"{role}@example.se", name=role.label)
    Membership.objects.create(user=user, committee=here().committee, role=role)
    return user


@pytest.mark.usefixtures("decided")
def test_single_decisions_are_for_case_officers_alone() -> None:
    columns = ("beslutad;beslutad", "månader;månader", "skäl;skäl")
    assert told("ej-verkställda:SoL", *columns) == []
    with pytest.raises(catalogue.UnknownTableError):
        catalogue.table(here(), KEY)
    assert KEY not in catalogue.keys(here())
    assert KEY not in {table.key for table in catalogue.tables(here())}
    for role in Role:
        place = place_of(reader(role), PLACE[0])
        assert catalogue.internal(place, follow_up("sodertalje-on", "2017-08")) == ()
        tables = {table.key: table for table in catalogue.internal(place, here())}
        assert (KEY in tables) == (role == Role.CASE_OFFICER)
        if role == Role.CASE_OFFICER:
            row = tables[KEY].rows[0]
            expected = months_elapsed(date(2023, 11, 21), date(2024, 7, 20))
            assert row.values == ("2023-11-21", expected, "Resursbrist")
            assert row.label == "Insats a enligt 4 kap. 1 § SoL"


@pytest.mark.parametrize(
    ("listing", "column", "fault"),
    [
        ("uppgifter", "a;text", "uppgifter finns inte."),
        ("ej-verkställda:HSL", "a;skäl", "skriv vilka efter kolon: ej-verkställda:SoL"),
        ("uppdrag", "a;andel", "andel finns inte. De som finns: nummer, text,"),
        ("uppdrag", "a;text;Månad=3", "text har ingen månad."),
        ("uppdrag", "a;text;Mått=netto", "prov är en förteckning. Måttet ska vara"),
        ("externa-utförare", "a;andel", "en andel behöver scenario och omfång."),
        ("avbrott-antal:LSS", "a;antal;Månad=4", "ange kvartalets sista månad:"),
    ],
)
def test_what_a_listing_cannot_be_is_told(
    listing: str, column: str, fault: str
) -> None:
    assert any(message.startswith(fault) for message in told(listing, column))


def test_internal_listings_are_those_of_single_decisions() -> None:
    assert set(names.INTERNAL) == {"ej-verkställda", "avbrott"}


def test_an_area_without_cost_has_no_share() -> None:
    from goals.models import ProviderArea

    ProviderArea.objects.create(
        committee=here().committee,
        code="tom",
        name="Tom",
        activities="515",
        groups="46",
        position=99,
    )
    time = "Scenario=utfall;Omfång=period"
    table = built("externa-utförare", f"andel;andel;{time}")
    assert table.shown(table.row("tom"))[0] in {"–", NOT_APPLICABLE}


def test_a_committees_listings_share_their_questions() -> None:
    asking = here()
    catalogue.tables(asking)
    with CaptureQueriesContext(connection) as asked:
        catalogue.tables(asking)
    questions = [query["sql"] for query in asked.captured_queries]
    assert len(questions) == len(set(questions)) < 25
    listings = TableDefinition.objects.for_follow_up(asking).exclude(listing="")
    assert listings.count() > 10
