"""The organisation is taken in with its dates, or refused with every fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from committees import imports
from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import Sheet, read_sheet
from committees.models import (
    ActivityPlacement,
    Committee,
    CostCentrePlacement,
    FollowUp,
    FollowUpState,
    ImportKind,
    Membership,
    StoredFile,
    User,
)

pytestmark = pytest.mark.django_db
SLUG = "botkyrka-von"


def committee() -> Committee:
    return Committee.objects.get(slug=SLUG)


def taken_in(
    write: Callable[[Sheet, Committee], object], head: tuple[str, ...], *rows: str
) -> list[str]:
    """The faults of a file that was given to an importer."""
    content = "\n".join((";".join(head), *rows)).encode()
    sheet = read_sheet("fil.csv", content, required=head)
    write(sheet, committee())
    return [str(fault).removeprefix("fil.csv, ") for fault in sheet.faults]


def cost_centres(*rows: str) -> list[str]:
    return taken_in(imports.import_cost_centres, imports.COST_CENTRE_HEAD, *rows)


def activities(*rows: str) -> list[str]:
    return taken_in(imports.import_activities, imports.ACTIVITY_HEAD, *rows)


def people(*rows: str) -> list[str]:
    return taken_in(imports.import_people, imports.PEOPLE_HEAD, *rows)


def follow_ups(*rows: str) -> list[str]:
    return taken_in(imports.import_follow_ups, imports.FOLLOW_UP_HEAD, *rows)


def test_parents_may_come_after_their_children() -> None:
    assert (
        cost_centres(
            "N2;Barn;N1;utförare;2018-01;", "N1;Förälder;;central;2018-01;2018-12"
        )
        == []
    )
    child = CostCentrePlacement.objects.get(cost_centre__code="N2")
    assert child.parent is not None
    assert child.parent.code == "N1"
    assert (child.from_month, child.to_month) == (201_801, 999_912)


def test_a_node_may_change_its_name_and_place_from_a_month() -> None:
    assert activities("N1;Då;;SoL;;2017-01;2017-12", "N1;Nu;77;LSS;;2018-01;") == []
    names = ActivityPlacement.objects.filter(activity__code="N1").order_by("from_month")
    assert list(names.values_list("name", flat=True)) == ["Då", "Nu"]


def test_placements_that_overlap_are_told_with_the_other_line() -> None:
    rows = ("N1;Då;;;;2017-01;2018-03", "N1;Nu;;;;2018-03;", "N2;X;;;;2018-03;")
    assert activities(*rows) == ["rad 3, kolumn Från: överlappar raden 2 för N1."]


def test_a_placement_does_not_end_before_it_begins() -> None:
    assert cost_centres("N1;X;;central;2018-01;2017-12") == [
        "rad 2, kolumn Till: slutar innan den börjar."
    ]


def test_every_fault_of_a_placement_is_told() -> None:
    assert [fault.split(":")[0] for fault in activities("N1;X;saknas;XYZ;vi;13;")] == [
        f"rad 2, kolumn {column}"
        for column in ("Överordnad", "Lagrum", "Utförare", "Från")
    ]


def test_a_person_is_found_by_address_whatever_its_case() -> None:
    before = User.objects.count()
    address = User.objects.first()
    assert address is not None
    assert people(f"{address.email.upper()};Annan;revisor;") == []
    assert User.objects.count() == before
    assert Membership.objects.filter(user=address, role="auditor").exists()


def test_a_person_may_answer_for_several_units() -> None:
    assert people("Ny.Person@example.se;Ny Person;budgethållare;5101 5322") == []
    held = Membership.objects.filter(user__email="ny.person@example.se")
    codes = held.values_list("cost_centre__code", flat=True)
    assert sorted(code for code in codes if code) == ["5101", "5322"]


def test_unknown_units_and_repeated_roles_of_people_are_told() -> None:
    row = "ny@example.se;Ny;budgethållare;5101 x y"
    assert people(row, row) == [
        "rad 2, kolumn Ansvar: x finns inte.",
        "rad 2, kolumn Ansvar: y finns inte.",
        "rad 3, kolumn Ansvar: x finns inte.",
        "rad 3, kolumn Ansvar: y finns inte.",
        (
            "rad 3: ny@example.se budgethållare 5101 x y står redan på rad 2."
            " Ta bort den ena."
        ),
    ]


def test_a_follow_up_is_open_until_its_rows_are_in() -> None:
    row = "2018-03;månad;stängd;2018-04-03;2018-04-10;;"
    assert follow_ups(row) == []
    made = FollowUp.objects.get(committee=committee(), year=2018, month=3)
    assert made.state == FollowUpState.OPEN


def test_every_fault_of_a_follow_up_is_told() -> None:
    row = "2018-03;månad;öppen;2018-04-03;2018-04-10;;"
    found = follow_ups(row, row, "mars;vår;ny;i april;;snart;")
    assert [fault.split(":")[0] for fault in found] == [
        "rad 3",
        *(
            f"rad 4, kolumn {column}"
            for column in (
                *("Månad", "Slag", "Läge", "Öppnar", "Sista dag", "Sammanträde"),
            )
        ),
    ]


def test_a_file_is_kept_once_under_its_fingerprint() -> None:
    before = StoredFile.objects.count()
    for name in ("a.csv", "b.csv"):
        open_batch(
            committee(),
            kind=ImportKind.MASTER,
            file_name=name,
            content=b"samma",
            by=None,
        )
    assert StoredFile.objects.count() == before + 1
    assert already_taken_in(committee(), file_name="a.csv", content=b"samma")
    assert not already_taken_in(committee(), file_name="a.csv", content=b"annat")
    assert not already_taken_in(committee(), file_name="c.csv", content=b"samma")
