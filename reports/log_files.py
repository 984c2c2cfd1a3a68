"""The trail as a file: what the page shows, all of it, for those who keep records."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.limits import limited
from committees.models import FollowUp
from committees.numbers import Scale, Unit
from committees.scope import scope_of
from finance.pages.log import LogForm, names_of
from finance.review import trail
from finance.review.trail_words import Told, told
from reports import files
from reports.render.csv import table_csv
from reports.render.xlsx import workbook
from reports.tables.model import Column, Row, Table, Tone, Value

MOST = 50_000
"""How many lines a file holds; beyond them it says that there are more."""
KRONOR = Scale(Unit.KR, decimals=2)
FORMATS = ("csv", "xlsx")
COLUMNS = ("Av", "Vad", "Var", "Fält", "Förut", "Nu", "Ursprung")


@require_safe
@committee_view(WORKING)
@limited("export")
def log_file(request: HttpRequest, place: Place, ending: str) -> HttpResponse:
    """The chosen part of the trail as CSV or Excel."""
    if ending not in FORMATS:
        raise Http404(
            f"Formatet {ending} finns inte. De som finns: {', '.join(FORMATS)}."
        )
    names = names_of(place)
    form = LogForm(request.GET, names=names, place=place)
    if not form.is_valid():
        raise Http404("Urvalet går inte att läsa. Gör om det på sidan Logg.")
    found = trail.events(
        place.follow_up,
        form.wanted(names),
        readable=scope_of(place).cost_centres(names.units),
    )
    lines = list(told(found[: MOST + 1], names, scale=KRONOR))
    table = log_table(place.follow_up, lines)
    name = files.file_name(place.follow_up, ending, "logg")
    if ending == "csv":
        return files.attachment(table_csv(table), name)
    created = timezone.localdate()
    return files.attachment(workbook([table], created=created), name)


def log_table(follow_up: FollowUp, lines: list[Told]) -> Table:
    """Lines of the trail as a table of text; amounts are kronor with their sign."""
    more = len(lines) > MOST
    note = f"Filen har de senaste {MOST} händelserna. Välj en kortare tid för resten."
    return Table(
        key="log",
        title=f"Logg, {follow_up.title}",
        stub="Tid",
        scale=KRONOR,
        columns=tuple(
            Column(f"c{index}", label, Tone.TEXT) for index, label in enumerate(COLUMNS)
        ),
        rows=tuple(
            Row(key=f"r{index}", label=_moment(line), values=_values(line))
            for index, line in enumerate(lines[:MOST])
        ),
        notes=(note,) if more else (),
    )


def _moment(line: Told) -> str:
    """Local time to the second, in an order that sorts."""
    local = timezone.localtime(line.at)
    return f"{local:%Y-%m-%d %H:%M:%S}"


def _values(line: Told) -> tuple[Value, ...]:
    """A line's cells; amounts as exact kronor, to go on counting with."""
    old = line.old if line.old_ore is None else line.old_ore
    new = line.new if line.new_ore is None else line.new_ore
    return (line.by, line.what, line.where, line.field, old, new, line.origin)
