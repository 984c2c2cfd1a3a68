"""The bridge as a page: the table, the waterfall, and how each step was made."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.numbers import Scale, Unit, scaled, with_unit
from committees.periods import span_text
from committees.trees import activity_tree, cost_centre_tree
from finance.browsing import Names
from finance.forms import PartForm
from finance.review.bridge import LEVEL_ADJUSTED, LEVEL_TO_DATE, Step, Words, bridge
from finance.review.bridging import NoBridgeError, parts
from finance.review.parts import WHOLE, PartOf
from reports.chart_files import asked_file, with_files
from reports.charts import Chart, ChartKind, Opens, Series
from reports.dashboards.narrowing import Narrowing
from reports.quantities.bridge_volumes import with_volumes
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Tone
from reports.workings.made.asked import step_address

MKR = Scale(Unit.MKR, 1)


@require_safe
@committee_view(WORKING)
def bridge_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The bridge of the committee, or of an activity or a cost centre of it."""
    follow_up = place.follow_up
    names = names_of(follow_up)
    form = PartForm(request.GET, names=names)
    is_part = form.is_valid()
    part, whose = form.part(names) if is_part else (WHOLE, "")
    of = Narrowing.of(request.GET) if is_part else Narrowing()
    of = Narrowing(activity=of.activity, cost_centre=of.cost_centre)
    shown = shown_bridge(follow_up, part, whose=whose)
    if file := asked_file(request, place, (shown.chart, shown.table)):
        return file
    return page(
        request,
        "reports/bridge.html",
        place,
        section="prognos",
        form=form,
        whose=whose,
        bridge=shown,
        chart=with_files(
            request, shown.chart, opens=bridge_opens(follow_up, shown, of)
        ),
        table=with_files(request, shown.table, link=bridge_link(follow_up, of)),
    )


def names_of(follow_up: FollowUp) -> Names:
    """The trees as placed in the follow-up's month."""
    return Names(
        cost_centres=cost_centre_tree(follow_up.committee, month=follow_up.period),
        activities=activity_tree(follow_up.committee, month=follow_up.period),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A bridge to show, or the reason why there is none."""

    steps: tuple[Step, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    missing: str = ""


def shown_bridge(
    follow_up: FollowUp, part: PartOf = WHOLE, *, whose: str = ""
) -> Shown:
    """The bridge of a part of the committee."""
    try:
        made = with_volumes(parts(follow_up, part), follow_up, part)
    except NoBridgeError as reason:
        return Shown(missing=str(reason))
    steps = bridge(made, words(follow_up))
    return Shown(
        steps=steps,
        table=bridge_table(follow_up, steps, whose=whose),
        chart=bridge_chart(follow_up, steps, whose=whose),
    )


def words(follow_up: FollowUp) -> Words:
    """What the bridge's ends are called."""
    return Words(
        to_date=f"Avvikelse {span_text(follow_up.period)}",
        forecast=f"Prognosens avvikelse {follow_up.year}",
    )


def bridge_table(
    follow_up: FollowUp, steps: tuple[Step, ...], *, whose: str = ""
) -> Table:
    """The bridge as a table: levels, steps and how each was made."""
    return Table(
        key="bridge",
        title=_heading("Från avvikelse hittills till prognos", whose),
        stub="Steg",
        scale=MKR,
        columns=(
            Column("avvikelse", "Avvikelse", Tone.DEVIATION),
            Column("hur", "Så är det räknat", Tone.TEXT),
        ),
        rows=tuple(
            Row(
                key=step.key,
                label=step.label,
                values=(step.ore, step.how),
                kind=RowKind.SUBTOTAL if step.is_level else RowKind.ROW,
                level=0 if step.is_level else 1,
            )
            for step in steps
        ),
        source=_source(follow_up),
    )


def bridge_chart(
    follow_up: FollowUp, steps: tuple[Step, ...], *, whose: str = ""
) -> Chart:
    """The bridge as a waterfall; steps without an amount are left to the table."""
    drawn = drawn_steps(steps)
    levels = tuple(s.ore if s.is_level else None for s in drawn)
    between = tuple(None if s.is_level else s.ore for s in drawn)
    return Chart(
        key="bridge",
        kind=ChartKind.WATERFALL,
        title=_sentence(steps, whose),
        description=(
            "Vattenfall med liggande staplar: mörka staplar är avvikelsen hittills och"
            " prognosens avvikelse, de andra är stegen mellan dem, i mkr. Plus är"
            " överskott och minus underskott."
        ),
        stub="Steg",
        categories=tuple(s.label for s in drawn),
        series=(Series("Nivå", levels), Series("Steg", between)),
        scale=MKR,
        source=_source(follow_up),
    )


def drawn_steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that are bars of the chart."""
    return tuple(s for s in steps if s.is_level or (s.ore and scaled(s.ore, MKR)))


def bridge_opens(follow_up: FollowUp, shown: Shown, of: Narrowing) -> Opens:
    """Where the bars of a part's bridge are explained."""
    return {
        (0 if step.is_level else 1, at): step_address(follow_up, step.key, of)
        for at, step in enumerate(drawn_steps(shown.steps))
    }


def bridge_link(follow_up: FollowUp, of: Narrowing) -> Link:
    """Where the figures of a part's bridge are explained."""

    def link(row: Row, column: Column) -> str | None:
        is_told = column.tone is not Tone.TEXT and row.values[0] is not None
        return step_address(follow_up, row.key, of) if is_told else None

    return link


def _source(follow_up: FollowUp) -> str:
    """What the bridge rests on."""
    return (
        "huvudbok, budget, volymer, justeringar, åtgärder, analyser och prognos,"
        f" {follow_up.title}"
    )


def _heading(text: str, whose: str) -> str:
    """A title with the part it is of."""
    return f"{text}: {whose}" if whose else text


def _sentence(steps: tuple[Step, ...], whose: str) -> str:
    """What the bridge shows: where it begins and ends, and the largest step."""
    by_key = {step.key: step for step in steps}
    first, last = by_key[LEVEL_TO_DATE].ore, steps[-1].ore
    text = f"Avvikelsen hittills är {with_unit(first, MKR, plus=True)}"
    if LEVEL_ADJUSTED in by_key:
        adjusted = by_key[LEVEL_ADJUSTED].ore
        text += f", mer rättvisande {with_unit(adjusted, MKR, plus=True)}"
    text += f", och prognosen för året är {with_unit(last, MKR, plus=True)}"
    return _heading(text, whose)
