"""Letters that the first fonts have only in pieces: one sign on paper, one in the text that is copied and heard."""

from __future__ import annotations

import re
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from generator.book.data import entry_data
from generator.book.typeset import TEMPLATE, Typesetter, fonts
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from tests.pdfs import reader, squeezed, text_of
from tests.samples import DATE


def in_pieces(family: str) -> set[str]:
    """Return the letters that some style of a family lacks though it has a letter and marks to make them of."""
    found = set()
    for file in (file for file in fonts() if file.name.startswith(family)):
        signs = set(TTFont(file).getBestCmap())
        for code in range(0xc0, 0x10000):
            letter = chr(code)
            pieces = unicodedata.normalize("NFD", letter)
            is_one = pieces != letter and unicodedata.normalize("NFC", letter) == letter
            if is_one and code not in signs and signs.issuperset(map(ord, pieces)):
                found.add(letter)
    return found


@pytest.mark.parametrize(("name", "family"), [("serif-lacks", "SourceSerifPro"), ("sans-lacks", "SourceSansPro")])
def test_the_template_knows_the_letters_that_a_font_has_in_pieces(name: str, family: str) -> None:
    listed = re.search(rf"#let {name} = \((.*?)\)", (TEMPLATE / "letters.typ").read_text("utf-8"), re.DOTALL)
    assert set("".join(re.findall(r'"([^"]*)"', listed[1]))) == in_pieces(family)


@pytest.mark.parametrize("word", ["sääʹmǩiõll", "ǰuokko", "Čeaŋǯi", "ŵy", "Hà Nội"])
def test_a_letter_with_a_mark_stands_once_in_the_text(cookbook: Cookbook, typesetter: Typesetter, word: str) -> None:
    data = entry_data(cookbook, "hakonen", catalogues()["fi"], DATE)
    entry = data["chapters"][0]["entries"][0]
    entry["title"] = f"T{word}."
    entry["summary"] = [f"S{word}.", {"kind": "emphasis", "content": [f"E{word}."]},
                        {"kind": "strong", "content": [f"B{word}."]}]
    text = squeezed(text_of(reader(typesetter.pdf(data))))
    assert [f"{part}{squeezed(word)}." in text for part in "TSEB"] == [True] * 4
