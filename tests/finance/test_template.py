"""A forecast filled in with Excel: fetched, changed, looked at, stored once."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees.access import Place, place_of
from committees.models import AmountUnit, Event, FollowUp, FollowUpState, Role, User
from committees.numbers import Unit
from finance.models import ForecastRow, GroupKind, RowLock, UnitForecast, UnitState
from finance.summaries import differences
from finance.template.template_rows import template, units_to_fill
from finance.template.template_sheets import ABOUT, GUIDE, HEAD_ROW
from tests.conftest import follow_up, person
from tests.finance.workbooks import filled, forecast_cell, lines, opened

pytestmark = pytest.mark.django_db
SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = {"slug": SLUG, "month": MONTH}


@pytest.fixture(autouse=True)
def under_way(db: None) -> None:
    """Every unit of the open follow-up is being filled in."""
    units = UnitForecast.objects.filter(follow_up=follow_up(SLUG, MONTH))
    units.update(state=UnitState.IN_PROGRESS)


def controller() -> User:
    return person(SLUG, Role.CONTROLLER)


def holder() -> User:
    return person(SLUG, Role.BUDGET_HOLDER)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fetched(user: User, unit: str = "", *, month: str = MONTH) -> bytes:
    """The template as a person gets it."""
    where = {**HERE, "month": month}
    url = reverse("finance:template", kwargs=where)
    if unit:
        url = reverse("finance:unit_template", kwargs={**where, "unit": unit})
    answer = client_of(user).get(url)
    assert answer.status_code == 200
    return bytes(answer.content)


def sent(user: User, content: bytes, *, month: str = MONTH) -> tuple[int, str]:
    """What a person is shown when she reads a file in."""
    url = reverse("finance:template_upload", kwargs={**HERE, "month": month})
    file = SimpleUploadedFile("mall.xlsx", content)
    answer = client_of(user).post(url, {"fil": file})
    return answer.status_code, answer.content.decode()


def stored(user: User, shown: str, *over: str) -> str:
    """What a person is answered when she stores what was shown."""
    parcel = re.search(r'name="celler" value="([^"]+)"', shown)
    assert parcel is not None
    url = reverse("finance:template_upload", kwargs=HERE)
    data = {"celler": parcel[1], "skriv-over": over}
    return client_of(user).post(url, data).content.decode()


def a_row(*, revenue: bool = False, unit: str = "") -> ForecastRow:
    """A demo row of the open follow-up that no controller has locked."""
    rows = ForecastRow.objects.filter(follow_up=follow_up(SLUG, MONTH))
    locked = RowLock.objects.values("group")
    rows = rows.exclude(group__in=locked).select_related(
        "activity", "group", "cost_centre"
    )
    kind = GroupKind.REVENUE if revenue else GroupKind.COST
    rows = rows.filter(group__kind=kind)
    if unit:
        rows = rows.filter(cost_centre__code=unit)
    return rows.order_by("cost_centre__code", "pk")[0]


def key(row: ForecastRow) -> str:
    return f"{row.activity.code}/{row.group.code}"


def sheet_of(content: bytes, unit: str) -> str:
    """The sheet of a cost centre."""
    return next(n for n in opened(content).sheet_names if n.startswith(f"{unit} "))


def changed(content: bytes, row: ForecastRow, value: str | float) -> bytes:
    """A file with a row's forecast changed."""
    name = sheet_of(content, row.cost_centre.code)
    return filled(content, {(name, forecast_cell(content, name, key(row))): value})


def test_a_sheet_for_each_unit_and_what_stands_in_the_cells() -> None:
    row, user = a_row(), controller()
    content = fetched(user)
    names = opened(content).sheet_names
    assert names[0] == GUIDE
    assert names[-1] == ABOUT
    place = place_of(user, SLUG, MONTH)
    assert len(names) == len(units_to_fill(place)) + 2 > 20
    found = lines(content, sheet_of(content, row.cost_centre.code))
    head = [str(text) for text in found[HEAD_ROW]]
    line = next(line for line in found if line[0] == key(row))
    typed = Decimal(-row.amount_ore) / 100_000
    assert Decimal(str(line[head.index("Prognos helår")])) == typed
    assert "Förslag: " in str(line[head.index("Om raden")])


@pytest.mark.parametrize("unit", list(AmountUnit))
def test_a_file_that_was_not_changed_changes_nothing(unit: AmountUnit) -> None:
    user = controller()
    User.objects.filter(pk=user.pk).update(amount_unit=unit)
    status, shown = sent(user, fetched(user))
    assert status == 200
    assert "inget är ändrat" in shown


def test_a_changed_forecast_is_shown_then_stored_with_its_trail() -> None:
    row, user = a_row(), controller()
    status, shown = sent(user, changed(fetched(user), row, 1234.5))
    assert status == 200
    assert "1 cell ändras, 0 har ändrats sedan mallen hämtades, 0 sparas inte" in shown
    row.refresh_from_db()
    assert row.amount_ore != -123_450_000
    answer = stored(user, shown)
    assert "1 cell är sparad" in answer
    row.refresh_from_db()
    assert (row.amount_ore, row.origin) == (-123_450_000, "template")
    event = Event.objects.filter(subject="forecastrow", subject_id=str(row.pk)).latest(
        "pk"
    )
    assert (event.origin, event.new, event.by) == ("template", "-123450000", user)
    assert differences(row.committee) == []


def test_a_revenue_is_typed_without_sign() -> None:
    row, user = a_row(revenue=True), controller()
    stored(user, sent(user, changed(fetched(user), row, 77))[1])
    row.refresh_from_db()
    assert row.amount_ore == 7_700_000


def test_text_is_read_as_in_the_grid_and_formulas_by_their_value() -> None:
    user, row = controller(), a_row()
    content = fetched(user)
    stored(user, sent(user, changed(content, row, "1\N{NO-BREAK SPACE}200,5"))[1])
    row.refresh_from_db()
    assert row.amount_ore == -120_050_000
    status, shown = sent(user, changed(fetched(user), row, 1000 / 3))
    assert status == 200
    stored(user, shown)
    row.refresh_from_db()
    assert row.amount_ore == -33_333_333


def test_a_comment_is_stored() -> None:
    user, row = controller(), a_row()
    content = fetched(user)
    name = sheet_of(content, row.cost_centre.code)
    cell = forecast_cell(content, name, key(row)).replace("K", "M")
    stored(user, sent(user, filled(content, {(name, cell): "=Fler timmar"}))[1])
    row.refresh_from_db()
    assert row.comment == "=Fler timmar"
    again = fetched(user)
    assert "inget är ändrat" in sent(user, again)[1]
    assert b"<f>Fler" not in parts(again)


def parts(content: bytes) -> bytes:
    """All sheets of a file as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(n) for n in archive.namelist() if "sheets/" in n)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("mycket", "är inget tal"),
        ("=#DIV/0!", "är ett fel från Excel"),
        ("12,1234567", "fler decimaler än hela ören"),
        (1e12, "Beloppet är för stort"),
        ("1.234", "kan läsas på två sätt"),
        ("", "Beloppet saknas"),
    ],
)
def test_a_bad_cell_is_told_with_its_place_and_the_rest_is_stored(
    value: str | float, reason: str
) -> None:
    user = controller()
    bad, good = a_row(), a_row(revenue=True)
    content = fetched(user)
    name = sheet_of(content, bad.cost_centre.code)
    cell = forecast_cell(content, name, key(bad))
    other = sheet_of(content, good.cost_centre.code)
    right = forecast_cell(content, other, key(good))
    status, shown = sent(
        user, filled(content, {(name, cell): value, (other, right): 55})
    )
    assert status == 200
    assert f"Blad {name}, cell {cell}" in shown
    assert reason in shown
    assert "1 cell ändras" in shown
    stored(user, shown)
    before = bad.amount_ore
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.amount_ore, good.amount_ore) == (before, 5_500_000)


def test_what_somebody_changed_since_is_shown_and_kept_unless_chosen() -> None:
    user, row = controller(), a_row()
    content = changed(fetched(user), row, 900)
    stored(user, sent(user, changed(fetched(user), row, 800))[1])
    shown = sent(user, content)[1]
    assert "0 celler ändras, 1 har ändrats sedan mallen hämtades" in shown
    assert f"Ändrad av {user.name}" in shown
    assert ">800<" in shown
    assert ">900<" in shown
    assert "Inget var förkryssat" in stored(user, shown)
    row.refresh_from_db()
    assert row.amount_ore == -80_000_000
    stored(user, shown, "1")
    row.refresh_from_db()
    assert row.amount_ore == -90_000_000


def test_what_is_changed_after_the_preview_is_a_conflict_too() -> None:
    user, row = controller(), a_row()
    shown = sent(user, changed(fetched(user), row, 900))[1]
    stored(user, sent(user, changed(fetched(user), row, 800))[1])
    assert "har ändrat cellen" in stored(user, shown)
    row.refresh_from_db()
    assert row.amount_ore == -80_000_000


def test_a_row_left_alone_is_not_put_back() -> None:
    user, row = controller(), a_row()
    old = fetched(user)
    stored(user, sent(user, changed(fetched(user), row, 800))[1])
    assert "inget är ändrat" in sent(user, old)[1]


def test_the_same_preview_stored_twice_writes_once() -> None:
    user, row = controller(), a_row()
    shown = sent(user, changed(fetched(user), row, 900))[1]
    stored(user, shown)
    events = Event.objects.count()
    assert "1 cell är sparad" in stored(user, shown)
    assert Event.objects.count() == events


def test_a_template_of_another_follow_up_is_refused_in_words() -> None:
    user = controller()
    FollowUp.objects.filter(pk=follow_up(SLUG, "2017-05").pk).update(
        state=FollowUpState.OPEN
    )
    content = fetched(user, month="2017-05")
    status, shown = sent(user, content)
    assert status == 422
    assert "Mallen hör till Månadsuppföljning maj 2017, inte till Delår 2 2017" in shown


def test_a_template_of_another_committee_is_refused_in_words() -> None:
    other = person("enkoping-von", Role.CONTROLLER)
    url = reverse(
        "finance:template", kwargs={"slug": "enkoping-von", "month": "2024-08"}
    )
    content = bytes(client_of(other).get(url).content)
    status, shown = sent(controller(), content)
    assert status == 422
    assert "Mallen hör till en annan nämnd" in shown


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Rad;Prognos\n", "går inte att läsa som Excel"),
        (b"PK\x03\x04" + b"0" * 100, "går inte att läsa som Excel"),
        (b"0" * (5 * 1024 * 1024 + 1), "Filen är för stor"),
    ],
    ids=["text", "broken", "large"],
)
def test_a_file_that_is_no_workbook_is_refused(content: bytes, reason: str) -> None:
    status, shown = sent(controller(), content)
    assert status == 422
    assert reason in shown


def test_a_workbook_that_swells_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (61 * 1024 * 1024))
    status, shown = sent(controller(), out.getvalue())
    assert status == 422
    assert "när den packas upp" in shown


def test_a_workbook_without_its_hidden_sheet_is_no_template() -> None:
    user = controller()
    status, shown = sent(user, filled(fetched(user), {}, but=(ABOUT,)))
    assert status == 422
    assert "Filen är ingen mall härifrån" in shown


def test_a_template_of_an_older_sort_is_refused() -> None:
    user = controller()
    status, shown = sent(user, filled(fetched(user), {(ABOUT, "B1"): "0"}))
    assert status == 422
    assert "Mallen är av en äldre sort" in shown


def test_moved_columns_repeated_rows_and_stray_figures_are_told() -> None:
    user, row = controller(), a_row()
    content = fetched(user)
    name = sheet_of(content, row.cost_centre.code)
    end = len(lines(content, name)) + 3
    shown = sent(
        user,
        filled(
            content,
            {
                (name, f"A{end}"): key(row),
                (name, f"K{end}"): 1,
                (name, f"K{end + 1}"): 5,
                (name, f"A{end + 2}"): "999/999",
                (name, f"K{end + 2}"): 7,
            },
        ),
    )[1]
    assert f"Raden {key(row)} står två gånger" in shown
    assert f"cell K{end + 1}" in shown
    assert "Raden saknar rad i första kolumnen" in shown
    assert "Raden finns inte" in shown
    headless = sent(user, filled(content, {(name, "K5"): "Prognosen"}))[1]
    assert "Kolumnen Prognos helår saknas" in headless
    assert "Bladet är inte läst" in headless


def test_a_holder_fills_in_her_own_units_and_no_others() -> None:
    her = holder()
    place: Place = place_of(her, SLUG, MONTH)
    units = units_to_fill(place)
    own = {node.code for node in units}
    assert 0 < len(own) < len(units_to_fill(place_of(controller(), SLUG, MONTH)))
    row = next(
        row
        for row in ForecastRow.objects.filter(follow_up=place.follow_up)
        .exclude(cost_centre__code__in=own)
        .select_related("cost_centre", "activity", "group")
    )
    stranger = row.cost_centre.code
    url = reverse("finance:unit_template", kwargs={**HERE, "unit": stranger})
    assert client_of(her).get(url).status_code == 404
    of_all = changed(fetched(controller()), row, 1)
    shown = sent(her, of_all)[1]
    assert f"{stranger}: Du kan läsa den här enheten men inte ändra den" in shown
    assert 'name="celler"' not in shown


def test_who_fills_in_for_nobody_takes_nothing_in() -> None:
    secretary, row = person(SLUG, Role.SECRETARY), a_row()
    shown = sent(secretary, changed(fetched(controller()), row, 900))[1]
    assert "inte ändra den" in shown
    assert 'name="celler"' not in shown


def test_a_preview_is_stored_by_nobody_else() -> None:
    user, row = controller(), a_row()
    shown = sent(user, changed(fetched(user), row, 900))[1]
    assert "Granskningen gäller inte längre" in stored(holder(), shown)
    row.refresh_from_db()
    assert row.amount_ore != -90_000_000


def test_a_locked_row_is_locked_in_the_file_and_when_read_in() -> None:
    her = holder()
    place = place_of(her, SLUG, MONTH)
    unit = units_to_fill(place)[0].code
    row = a_row(unit=unit)
    RowLock.objects.create(
        committee=row.committee, group=row.group, reason="Controllern sätter raden."
    )
    made = template(place, units_to_fill(place), unit=Unit.TKR)
    found = next(r for s in made.sheets for r in s.rows if r.key == key(row))
    assert found.locked == "Controllern sätter raden."
    shown = sent(her, changed(fetched(her), row, 900))[1]
    assert "Controllern sätter raden." in shown
    assert "0 celler ändras" in shown


def test_a_unit_that_is_handed_in_is_not_changed_by_its_holder() -> None:
    her = holder()
    place = place_of(her, SLUG, MONTH)
    row = a_row(unit=units_to_fill(place)[0].code)
    content = changed(fetched(her), row, 900)
    UnitForecast.objects.update_or_create(
        follow_up=place.follow_up,
        cost_centre=row.cost_centre,
        defaults={"committee": place.committee, "state": UnitState.SUBMITTED},
    )
    shown = sent(her, content)[1]
    assert "Prognosen är inlämnad" in shown
    assert "0 celler ändras" in shown
    sheet = template(place, units_to_fill(place), unit=Unit.TKR).sheets[0]
    assert {row.locked for row in sheet.rows} == {
        "Prognosen är inlämnad. Be den som granskar att skicka tillbaka den."
    }


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_a_closed_follow_up_takes_no_template(state: FollowUpState) -> None:
    user, row = controller(), a_row()
    content = changed(fetched(user), row, 900)
    FollowUp.objects.filter(pk=follow_up(SLUG, MONTH).pk).update(state=state)
    status, shown = sent(user, content)
    assert status == 422
    assert "kan inte ändras" in shown


def test_the_file_tells_nothing_by_formula() -> None:
    content = fetched(controller())
    formulas = set(re.findall(rb"<f>([A-Z]+)\(", parts(content)))
    assert formulas == {b"IF", b"SUM"}


def test_many_units_are_asked_for_in_few_questions() -> None:
    place = place_of(controller(), SLUG, MONTH)
    units = units_to_fill(place)
    with CaptureQueriesContext(connection) as asked:
        template(place, units, unit=Unit.TKR)
    assert len(asked) <= 12


def test_only_input_cells_are_open() -> None:
    content = fetched(controller())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<sheetProtection" in sheet
    cells = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    open_ones = {
        str(number)
        for number, each in enumerate(re.findall(r"<xf [^>]*/>|<xf .*?</xf>", cells))
        if 'locked="0"' in each
    }
    columns = {
        re.sub(r"\d", "", cell)
        for cell, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)
        if style in open_ones
    }
    assert columns == {"K", "M"}
