"""Figures: one written fact, shown in each language's own style."""

from __future__ import annotations

import pytest

from generator.catalogue import catalogues
from generator.figures import parse_figure


@pytest.mark.parametrize(
    ("text", "finnish", "english"),
    [
        ("~60 %", "noin 60 %", "about 60%"),
        ("10–20 %", "10–20 %", "10–20%"),
        ("15-20", "15–20", "15–20"),
        ("1290", "1 290", "1,290"),
        ("913048 €", "913 048 €", "€913,048"),
        ("17,2 %", "17,2 %", "17.2%"),
        ("16.4 %", "16,4 %", "16.4%"),
        ("1 month", "1 kuukausi", "1 month"),
        ("6 kuukautta", "6 kuukautta", "6 months"),
        ("0 %", "0 %", "0%"),
        ("<5 %", "alle 5 %", "under 5%"),
        ("over 1200", "yli 1 200", "over 1,200"),
        ("noin 6 kk", "noin 6 kuukautta", "about 6 months"),
        ("20 000 euroa", "20 000 €", "€20,000"),
        ("1003 €", "1 003 €", "€1,003"),
        ("2000000 €", "2 000 000 €", "€2,000,000"),
        ("1000–2000 €", "1 000–2 000 €", "€1,000–2,000"),
        ("12,50 €", "12,50 €", "€12.50"),
    ],
)
def test_each_language_has_its_own_style(text: str, finnish: str, english: str) -> None:
    figure = parse_figure(text)
    shown = {code: figure.text(words).replace("\u00a0", " ") for code, words in catalogues().items()}
    assert (shown["fi"], shown["en"]) == (finnish, english)


@pytest.mark.parametrize("text", ["", "many", "60 apples", "20–10", "%", "1e9", "--5", "9" * 40,
                                  "1,290 €", "913.048", "１０", "٣ %"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_figure(text)
