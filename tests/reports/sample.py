"""An invented report with every kind of block; no figure in it is anybody's."""

from __future__ import annotations

from datetime import date

from committees.numbers import Scale, Unit
from committees.periods import MONTH_HEADS
from reports.charts import Chart, ChartKind, Series, SeriesRole
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    Placement,
    TableBlock,
    Text,
)
from reports.tables.model import Column, Row, RowKind, Table, Tone

TKR = Scale(Unit.TKR)
MKR = Scale(Unit.MKR, 1)
KR = Scale(Unit.KR)


def tkr(*amounts: int | None) -> tuple[int | None, ...]:
    """Thousands of kronor as öre, with some odd öre so that rounding is seen."""
    return tuple(
        None if amount is None else amount * 100_000 + (amount % 7) * 1_013
        for amount in amounts
    )


def net_cost() -> Table:
    """Activities in groups, with codes, subtotals, a gap and an omitted cell."""
    columns = (
        Column("utfall", "Utfall jan–augusti 2031"),
        Column("budget", "Budget 2031"),
        Column("prognos", "Prognos helår 2031"),
        Column("avvikelse", "Avvikelse 2031", Tone.DEVIATION),
    )
    lines = (
        ("61", "Centralt", RowKind.ROW, 0, (-21_340, -41_905, -39_720, 2_185)),
        ("67", "Äldreomsorg", RowKind.GROUP, 0, (None,) * 4),
        (
            "670",
            "Gemensam administration",
            RowKind.ROW,
            1,
            (-7_120, -11_480, -12_960, -1_480),
        ),
        (
            "671",
            "Vård- och omsorgsboende",
            RowKind.ROW,
            1,
            (-151_860, -231_400, -230_150, 1_250),
        ),
        (
            "672",
            "Hemtjänst i ordinärt boende",
            RowKind.ROW,
            1,
            (-88_410, -129_300, -134_870, -5_570),
        ),
        (
            "673",
            "Hälso- och sjukvård, rehabilitering och hjälpmedel",
            RowKind.ROW,
            1,
            (-24_030, -37_660, -37_660, 0),
        ),
        ("674", "Öppen verksamhet", RowKind.ROW, 1, (None, -4_120, -4_120, 0)),
        (
            "",
            "Summa äldreomsorg",
            RowKind.SUBTOTAL,
            0,
            (-271_420, -413_960, -419_760, -5_800),
        ),
        (
            "68",
            "Stöd till personer med funktionsnedsättning",
            RowKind.GROUP,
            0,
            (None,) * 4,
        ),
        (
            "680",
            "Bostad med särskild service",
            RowKind.ROW,
            1,
            (-96_280, -146_900, -145_210, 1_690),
        ),
        ("681", "Daglig verksamhet", RowKind.ROW, 1, (-31_770, -48_350, -48_990, -640)),
        (
            "682",
            "Personlig assistans",
            RowKind.ROW,
            1,
            (-40_110, -58_200, -61_330, -3_130),
        ),
        (
            "",
            "Summa funktionsnedsättning",
            RowKind.SUBTOTAL,
            0,
            (-168_160, -253_450, -255_530, -2_080),
        ),
        ("", "Kontrollerjustering", RowKind.ROW, 0, (None, None, 3_000, 3_000)),
        ("", "Totalt", RowKind.TOTAL, 0, (-460_920, -709_315, -712_010, -2_695)),
    )
    rows = tuple(
        Row(
            key=code or f"r{index}",
            label=label,
            values=tkr(*values),
            kind=kind,
            code=code,
            level=level,
            omitted=(True, True, False, False) if label.startswith("Kontroll") else (),
        )
        for index, (code, label, kind, level, values) in enumerate(lines)
    )
    return Table(
        "net-cost",
        "Nettokostnad per verksamhet",
        "Verksamhet",
        TKR,
        columns,
        rows,
        notes=(
            "Avvikelse är prognos minus budget; plus är överskott.",
            "Kontrollerjusteringen avser lönesatsningen som ännu inte är fördelad.",
        ),
        source="huvudboken till och med augusti 2031 och prognosen i augusti",
    )


def overview() -> Table:
    """A short table in mkr without codes."""
    columns = (
        Column("period", "Utfall jan–aug"),
        Column("budget", "Budget"),
        Column("prognos", "Prognos"),
        Column("avvikelse", "Avvikelse", Tone.DEVIATION),
    )
    rows = (
        Row("intakter", "Intäkter", tkr(61_200, 88_400, 91_950, 3_550)),
        Row("personal", "Personalkostnader", tkr(-318_640, -489_700, -496_300, -6_600)),
        Row("kop", "Köp av verksamhet", tkr(-140_870, -212_500, -211_800, 700)),
        Row("ovrigt", "Övriga kostnader", tkr(-62_610, -95_515, -95_860, -345)),
        Row(
            "netto",
            "Nettokostnad",
            tkr(-460_920, -709_315, -712_010, -2_695),
            RowKind.SUBTOTAL,
        ),
        Row("bidrag", "Kommunbidrag", tkr(472_877, 709_315, 709_315, 0)),
        Row("resultat", "Resultat", tkr(11_957, 0, -2_695, -2_695), RowKind.TOTAL),
    )
    return Table("overview", "Ekonomisk översikt", "", MKR, columns, rows)


def projects() -> Table:
    """Text columns beside figures in kronor."""
    columns = (
        Column("budget", "Budget totalt"),
        Column("prognos", "Prognos totalt"),
        Column("avvikelse", "Avvikelse", Tone.DEVIATION),
        Column("lage", "Läge", Tone.TEXT),
    )
    rows = (
        Row(
            "6101",
            "Gruppbostad, inventarier",
            (-40_000_000, -38_150_000, 1_850_000, "Klar i maj, slutbesiktigad"),
            code="6101",
        ),
        Row(
            "6102",
            "Vård- och omsorgsboende <Ängen> & trädgård",
            (
                -690_000_000,
                -712_400_000,
                -22_400_000,
                "Försenad: bygglovet överklagades",
            ),
            code="6102",
        ),
        Row(
            "total",
            "Summa",
            (-730_000_000, -750_550_000, -20_550_000, ""),
            RowKind.TOTAL,
        ),
    )
    return Table(
        "projects", "Investeringar, fleråriga projekt", "Projekt", KR, columns, rows
    )


def appendix() -> Table:
    """Twelve columns of figures under spanning headings, longer than a page."""
    parts = tuple(
        Column(f"{key}{part}", f"{span} {label}", Tone.FIGURE, span)
        for key, span in (
            ("b", "Budget 2031"),
            ("p", "Prognos 2031"),
            ("u", "Utfall 2030"),
        )
        for part, label in enumerate(("Intäkter", "Personal", "Övrigt"))
    )
    columns = (
        *parts,
        Column("n1", "Nettokostnad 2030"),
        Column("n2", "Nettokostnad 2031"),
        Column("d", "Avvikelse 2031", Tone.DEVIATION),
    )
    rows: list[Row] = []
    for group in range(4):
        rows.append(
            Row(
                f"g{group}",
                f"Verksamhetsområde {'ABCD'[group]}",
                (None,) * 12,
                RowKind.GROUP,
            )
        )
        for line in range(9):
            base = 1_000 * (group + 1) + 137 * line
            figures = (
                base // 4,
                -3 * base,
                -base,
                base // 3,
                -3 * base - 41,
                -base + 12,
                base // 5,
                -2 * base,
                -base,
                -3 * base,
                -4 * base + 9,
                (line - 4) * 37,
            )
            rows.append(
                Row(
                    f"r{group}-{line}",
                    f"Enhet {group + 1}{line} – boende, stöd och service",
                    tkr(*figures),
                    level=1,
                )
            )
        rows.append(
            Row(
                f"s{group}",
                "Summa området",
                tkr(*(9 * n for n in figures)),
                RowKind.SUBTOTAL,
            )
        )
    rows.append(
        Row("t", "Nämnden totalt", tkr(*(90 * n for n in figures)), RowKind.TOTAL)
    )
    return Table(
        "appendix",
        "Kostnader och intäkter per enhet",
        "Enhet",
        TKR,
        columns,
        tuple(rows),
        notes=("Enheterna är påhittade.",),
    )


def deviations() -> Chart:
    """Bars with long names, a zero and a gap."""
    return Chart(
        "deviations",
        ChartKind.DEVIATION_BARS,
        "Hemtjänsten står för det mesta av underskottet",
        "Prognosens avvikelse mot budget per verksamhet, störst underskott överst.",
        "Verksamhet",
        (
            "Hemtjänst i ordinärt boende",
            "Personlig assistans",
            "Gemensam administration",
            "Daglig verksamhet",
            "Hälso- och sjukvård, rehabilitering och hjälpmedel",
            "Öppen verksamhet",
            "Vård- och omsorgsboende",
            "Bostad med särskild service",
            "Centralt",
        ),
        (
            Series(
                "Avvikelse helår",
                tkr(-5_570, -3_130, -1_480, -640, 0, None, 1_250, 1_690, 2_185),
            ),
        ),
        TKR,
        source="prognosen i augusti 2031",
    )


YEAR = (57_400, 55_900, 58_800, 58_100, 59_600, 61_900, 63_200, 60_400, 57_900, 58_700)
"""Net cost by month in thousands, as a positive amount, January to October."""


def months() -> Chart:
    """Net cost by month: this year, budget and two earlier years, costs as positive."""
    year = (*YEAR, 58_900, 61_700)
    return Chart(
        "months",
        ChartKind.LINES,
        "Nettokostnaden har legat över budget sedan maj",
        "Nettokostnad per månad, mot budget och de två senaste åren.",
        "Månad",
        MONTH_HEADS,
        (
            _earlier("2029", [n * 92 // 100 for n in year]),
            _earlier("2030", [n * 96 // 100 + 300 * (n % 3) for n in year]),
            Series("Budget 2031", tkr(*(59_110 for _ in year)), role=SeriesRole.BUDGET),
            Series("Utfall 2031", tkr(*(n + 600 for n in year[:8]), *(None,) * 4)),
        ),
        MKR,
        source="huvudboken till och med augusti 2031",
    )


def _earlier(label: str, amounts: list[int]) -> Series:
    return Series(label, tkr(*amounts), SeriesRole.EARLIER)


PROSE = """
<p>Nämnden räknar med ett underskott på <strong>2,7 mkr</strong> för helåret, vilket är
0,4 procent av ramen. Underskottet har minskat med 1,1 mkr sedan prognosen i april.</p>
<p>Det är framför allt hemtjänsten och den personliga assistansen som kostar mer än
budgeterat. Fler beviljade timmar förklarar två tredjedelar av hemtjänstens avvikelse,
resten beror på högre sjukfrånvaro under våren.</p>
<ul><li>Beviljade timmar har ökat med 4,2 procent på ett år.</li>
<li>Två gruppbostäder har öppnat senare än planerat, vilket ger ett överskott.</li></ul>
"""
COLOPHON = """
Siffrorna bygger på kommunens huvudbok till och med augusti 2031 och på enheternas \
prognoser, inlämnade senast den 9 september.
Intäkter visas som plus och kostnader som minus. En avvikelse är prognos minus budget: \
plus är överskott och minus är underskott.
Belopp avrundas var för sig när de visas. Därför kan summan av visade rader skilja sig \
från den visade totalen.
"""


def sample_blocks() -> tuple[Block, ...]:
    """Every kind of block, in every placement."""
    appendix_, wide = Placement.APPENDIX, Placement.LANDSCAPE
    return (
        Heading("Ekonomiskt läge", "ekonomiskt-lage"),
        Note("Exempeldata: siffrorna i den här rapporten är påhittade."),
        Heading("Sammanfattning", "sammanfattning", 2),
        Text(PROSE, "sammanfattning"),
        TableBlock(overview()),
        ChartBlock(months()),
        Heading("Avvikelser per verksamhet", "avvikelser", 2),
        Text(PROSE, "avvikelser"),
        TableBlock(net_cost()),
        ChartBlock(deviations()),
        Heading("Äldreomsorg", "aldreomsorg", 3),
        Text("<p>Hemtjänsten arbetar med att minska restiden mellan besöken.</p>"),
        Heading("Investeringar", "investeringar"),
        Text("<p>Två projekt pågår. Det ena blir dyrare än beräknat.</p>"),
        TableBlock(projects()),
        Heading("Bilaga 1. Nettokostnad per verksamhet", "bilaga-1", 1, appendix_),
        TableBlock(net_cost(), appendix_),
        Heading("Bilaga 2. Kostnader och intäkter per enhet", "bilaga-2", 1, wide),
        TableBlock(appendix(), wide),
    )


def sample_document() -> Document:
    """The whole report."""
    return Document(
        title="Delårsrapport 2",
        subtitle="Ekonomisk uppföljning med helårsprognos",
        municipality="Ängsholms kommun",
        committee="Vård- och omsorgsnämnden",
        period="januari–augusti 2031",
        diary_number="VON/2031:114",
        as_of=date(2031, 8, 31),
        blocks=sample_blocks(),
        colophon=tuple(COLOPHON.strip().splitlines()),
    )
