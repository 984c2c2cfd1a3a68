"""Charts and tables on a page, and the files of them, asked for at the page's address.

A page that shows charts makes them first, answers with a file where one is asked for,
and else shows each of them with its tools beneath::

    figures = (shown.chart, shown.table)
    if file := asked_file(request, place, figures):
        return file
    return page(..., chart=with_files(request, shown.chart), ...)

`?fil=diagram-<key>.svg` (or csv, xlsx, json) is a chart, `?fil=tabell-<key>.csv` a
table, and `?fil=diagram.json` all the page's charts as figures for Plotly. What else
stands in the address is kept, so that a file holds what the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from committees.access import Place
from committees.limits import limited
from committees.models import FollowUp
from reports import files
from reports.charts import Chart, Opens
from reports.render.html import Link, Links, chart_html, table_html
from reports.render.svg import picture_svg
from reports.stops import refuse_stopped
from reports.tables.model import Table

Figure: TypeAlias = Chart | Table

ASKED = "fil"
"""The parameter that asks for a file."""
DRAWN = "diagram.json"
"""All charts of a page, for the script that draws them."""


def asked_file(
    request: HttpRequest, place: Place, figures: Iterable[Figure | None]
) -> HttpResponse | None:
    """The file that is asked for of a page's charts and tables; None where none is."""
    name = request.GET.get(ASKED)
    if name is None:
        return None
    shown = [each for each in figures if each]
    if name == DRAWN:
        return _drawn(each for each in shown if isinstance(each, Chart))
    stem, _, suffix = name.rpartition(".")
    figure = next((each for each in shown if stem_of(each) == stem), None)
    if figure is None:
        raise Http404("Sidan visar inget diagram och ingen tabell med det namnet.")
    return _file(request, figure, suffix, follow_up=place.follow_up)


def with_files(
    request: HttpRequest,
    figure: Figure | None,
    *,
    opens: Opens | None = None,
    link: Link | Links | None = None,
) -> str:
    """A chart or table of a page as markup, with its tools; empty where there is none.

    `opens` is where a chart's figures are explained, `link` where a table's are. A
    table that needs an id of its own is rendered by `table_html` with
    `file=file_of(request, table)`.
    """
    if figure is None:
        return ""
    file = file_of(request, figure)
    if isinstance(figure, Chart):
        return chart_html(figure, file=file, opens=opens)
    return table_html(figure, link=link, file=file)


def file_of(request: HttpRequest, figure: Figure) -> str:
    """Where a page's figure is fetched, less the suffix."""
    return file_named(request, stem_of(figure))


def file_named(request: HttpRequest, stem: str) -> str:
    """Where a page's file is fetched, less the suffix, by what it is called."""
    query = request.GET.copy()
    query.pop(ASKED, None)
    query[ASKED] = stem
    return f"?{query.urlencode()}"


def stem_of(figure: Figure) -> str:
    """What a figure's files are called; also its id on the page."""
    return f"{'diagram' if isinstance(figure, Chart) else 'tabell'}-{figure.key}"


def as_file(figure: Figure, suffix: str, *, follow_up: FollowUp) -> HttpResponse:
    """A chart or table in a format; Http404 naming the formats that exist."""
    if isinstance(figure, Table):
        table = figure
    elif suffix == "svg":
        name = files.file_name(follow_up, suffix, stem_of(figure))
        return files.attachment(picture_svg(figure).encode(), name)
    else:
        table = replace(figure.as_table(), key=stem_of(figure))
    refuse_stopped([table])
    return files.one_table(table, suffix, follow_up=follow_up)


@limited("export")
def _file(
    request: HttpRequest, figure: Figure, suffix: str, *, follow_up: FollowUp
) -> HttpResponse:
    """A file, of which a person may fetch so many a minute."""
    return as_file(figure, suffix, follow_up=follow_up)


def _drawn(charts: Iterable[Chart]) -> HttpResponse:
    """Figures for Plotly, by the charts' ids; no file that anybody keeps."""
    # A fifth of a second to import, once, and never before a page is shown.
    from reports.render.plotly import PALETTE, figure

    drawn = {stem_of(each): figure(each) for each in charts}
    return JsonResponse(
        {"palette": PALETTE, "figures": drawn},
        json_dumps_params={"ensure_ascii": False},
    )
