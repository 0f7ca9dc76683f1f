"""Write down anew what the analyser says of the collection's words: ``make search-words``.

Builds read ``forms.fi.tsv`` and ``rules.fi.txt`` and never write them; what they meet besides they keep
in their own cache. So the analyser's word is a change that people see and review like any other.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.search.analyser import Reading, write_readings
from generator.search.analysers import FOLDER, read_languages
from generator.search.finnish import FORMS, Finnish
from generator.search.index import search_index
from generator.search.rules import learn, write_rules
from generator.search.text import parts_of

FORMS_HEADER = """\
# What the analyser Pykko says of each word form: the form, its lemma with | between the parts of a
# compound, the part of speech, and what the word is derived from. Written by `make search-words`: where
# it is wrong, put the right one into overrides.fi.txt.
"""
RULES_HEADER = """\
# How word forms lead to lemmas, learnt from the paradigms of the collection's words: cut an ending off,
# then put one of the new ends in the old one's place; "-" is nothing. Written by `make search-words`.
"""


def record(root: Path, cookbook: Cookbook) -> int:
    """Ask about every word of the collection, learn the rules, write both; return the number of forms."""
    languages = read_languages(root)
    finnish = [(code, analyser) for code, analyser in languages.analysers.items() if isinstance(analyser, Finnish)]
    for _, analyser in finnish:
        analyser.known, analyser.rules = {}, []
    for words in catalogues().values():
        search_index(cookbook, words, languages)
    for code, analyser in finnish:
        write_readings(root / FOLDER / f"forms.{code}.tsv", analyser.new, FORMS_HEADER)
        write_rules(root / FOLDER / f"rules.{code}.txt", learn(analyser.paradigms(heads(analyser))), RULES_HEADER)
    return sum(len(analyser.new) for _, analyser in finnish)


def heads(analyser: Finnish) -> list[Reading]:
    """Return the words whose paradigms rules are learnt from; of a compound, its last part bends."""
    found = {
        Reading(parts_of(reading.lemma)[-1], reading.pos)
        for readings in (analyser.new | analyser.overrides).values() for reading in readings if reading.pos in FORMS
    }
    return sorted(found, key=lambda reading: (reading.lemma, reading.pos))


if __name__ == "__main__":
    here = Path.cwd()
    cookbook = check_project(here).cookbook
    if not cookbook:
        sys.exit("The content has errors: see `cookbook check`.")
    print(f"{record(here, cookbook)} word forms")
