"""Names of municipalities by their official code, to say whose a value is.

Those near ours, and the whole country as Kolada codes it; others go by their code.
"""

from __future__ import annotations

NAMES = {
    "0000": "Riket",
    "0114": "Upplands Väsby",
    "0115": "Vallentuna",
    "0117": "Österåker",
    "0120": "Värmdö",
    "0123": "Järfälla",
    "0125": "Ekerö",
    "0126": "Huddinge",
    "0127": "Botkyrka",
    "0128": "Salem",
    "0136": "Haninge",
    "0138": "Tyresö",
    "0139": "Upplands-Bro",
    "0140": "Nykvarn",
    "0160": "Täby",
    "0162": "Danderyd",
    "0163": "Sollentuna",
    "0180": "Stockholm",
    "0181": "Södertälje",
    "0182": "Nacka",
    "0183": "Sundbyberg",
    "0184": "Solna",
    "0186": "Lidingö",
    "0187": "Vaxholm",
    "0188": "Norrtälje",
    "0191": "Sigtuna",
    "0192": "Nynäshamn",
    "0305": "Håbo",
    "0319": "Älvkarleby",
    "0330": "Knivsta",
    "0331": "Heby",
    "0360": "Tierp",
    "0380": "Uppsala",
    "0381": "Enköping",
    "0382": "Östhammar",
}


def municipality_name(code: str) -> str:
    """`Huddinge`, or `kommun 1480` where the name is not known here."""
    return NAMES.get(code, f"kommun {code}")
