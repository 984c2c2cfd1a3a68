"""A text that judges otherwise than the table is found, and only that."""

from __future__ import annotations

import pytest

from goals.clashes import Area, clashes

SCALE = ("Ok", "Har brister", "Ej Ok")


def found(text: str, *, about: str = "Samlad bedömning") -> set[tuple[str, str]]:
    """Areas that a text judges otherwise than the table, with the text's word."""
    areas = [
        Area("Ekonomi", "Ok"),
        Area("Nämndens verksamhetsmål", "Ok"),
        Area("Personalmål", "Ok"),
        Area("Samlad bedömning", "Ok"),
    ]
    read = [Area(a.name, a.word, text if a.name == about else "") for a in areas]
    return {(clash.area, clash.in_text) for clash in clashes(read, SCALE)}


def test_a_text_that_says_deficient_where_the_table_says_ok_is_found() -> None:
    text = "Personalmålen bedöms ha vissa risker. För personal är läget att det har"
    assert found(f"{text} brister.") == {("Personalmål", "Har brister")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ekonomin är Ok, medan personalområdet har brister.", {"Personalmål"}),
        ("Ekonomi och personal har brister.", {"Ekonomi", "Personalmål"}),
        ("Verksamheten är inte ok.", {"Nämndens verksamhetsmål"}),
        ("Verksamheten, som vuxit, är ej OK.", {"Nämndens verksamhetsmål"}),
        ("Personalen har vissa brister.", {"Personalmål"}),
        ("Det samlade läget har brister.", {"Samlad bedömning"}),
    ],
)
def test_a_word_belongs_to_the_area_it_stands_by(text: str, expected: set[str]) -> None:
    assert {area for area, _ in found(text)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Personalmålen är Ok.",
        "Personalen har inga brister.",
        "Ekonomin har inte brister.",
        "Tidigare brister i personalens schema är åtgärdade.",
        "Boken om ekonomi är läst.",
    ],
)
def test_what_agrees_or_judges_nothing_is_no_clash(text: str) -> None:
    assert found(text) == set()


def test_a_text_of_its_own_area_need_not_name_it() -> None:
    assert found("Området har brister.", about="Personalmål") == {
        ("Personalmål", "Har brister")
    }


def test_an_area_without_a_judgement_clashes_with_nothing() -> None:
    areas = [Area("Ekonomi", "", "Ekonomin har brister.")]
    assert clashes(areas, SCALE) == ()


def test_a_clash_is_told_once_with_where_it_stands() -> None:
    areas = [Area("Ekonomi", "Grön", "Ekonomin är röd. Ekonomin är röd.")]
    (clash,) = clashes(areas, ("Grön", "Gul", "Röd"))
    assert (clash.about, clash.in_table, clash.in_text) == ("Ekonomi", "Grön", "Röd")
    assert clash.sentence == "Ekonomin är röd"
