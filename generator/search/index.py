"""Make the search index of one language.

An inverted index over dictionary forms: for each, the entries that hold it and how much it weighs in
them. Beside it stands what the engine needs to understand a query: the rules that lead from a word form
to its lemma, the parts of compounds, word families, the thesaurus. The engine that reads it is
``overrides/assets/javascripts/search-engine.js``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Set
from itertools import chain
from typing import Any

from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.model import TEXT_FIELDS, Entry
from generator.render import plain, plain_block
from generator.search.analyser import Analyser
from generator.search.analysers import Languages
from generator.search.lemmas import Phrases, Reader
from generator.search.pack import ODD, by_stem, front_coded, number, postings
from generator.search.pack import phrases as packed_phrases
from generator.search.rules import Rules
from generator.search.text import BOUNDARY, parts_of, words_of
from generator.search.thesaurus import Group, thesaurus
from generator.search.thesaurus import Phrases as Named
from generator.vocabulary import REGION, label

VERSION = 6
"""Of the index's form; the engine refuses one that it does not know."""

# How much a word in each field counts, relative to the running text. Measured on graded queries to
# this collection's subject: hand-set weights did as well as tuned ones.
WEIGHTS = {"ref": 8.0, "name": 4.0, "title": 5.0, "place": 3.0, "tag": 2.0, "summary": 2.0, "audience": 1.5,
           "benefits": 1.2, "cautions": 0.9, "context": 0.6, "evidence_note": 0.6, "searched_as": 1.0}
TEXT_WEIGHT = 1.0

NOT_SHOWN = "searched_as"
"""The field whose words stand on no page."""

Row = tuple[float, list[str], str, bool]
"""A text: how much it weighs, its word forms, its language, whether it is shown."""


def texts_of(entry: Entry, cookbook: Cookbook, words: Catalogue) -> Iterator[tuple[float, str, str, bool]]:
    """Yield the texts of an entry, each with its weight, its language and whether it is shown."""
    shown = entry.shown_in(words.code)
    texts = entry.texts[shown]
    vocabulary = cookbook.vocabulary
    for field in TEXT_FIELDS:
        value = getattr(texts, field)
        if field == "results":
            value = [f"{result.measures} {result.counted_by or ''}" for result in value]
        if field == "title" and ":" in value:
            # What stands before the colon is what people call it.
            yield WEIGHTS["name"], plain(value.partition(":")[0]), shown, True
        for text in (value,) if isinstance(value, str) else value or ():
            yield WEIGHTS.get(field, TEXT_WEIGHT), plain(text), shown, field != NOT_SHOWN
    for text in texts.sections.values():
        yield TEXT_WEIGHT, plain_block(text), shown, True
    for place in entry.facts.places:
        known = vocabulary.places.get(place) or vocabulary.tags[place]
        for code in catalogues():
            yield WEIGHTS["place"], label(known.label, code), code, True
    for tag in entry.all_tags(vocabulary):
        # A region is looked for by its name in any language.
        codes = catalogues() if vocabulary.tags[tag].facet == REGION else (words.code,)
        for code in codes:
            yield WEIGHTS["tag"], label(vocabulary.tags[tag].label, code), code, True


def ref_words(entry: Entry, words: Catalogue) -> set[str]:
    """Return a reference number as people write it: *r09*, *r9* and *resepti 9*."""
    ref = entry.facts.ref.lower()
    digits = ref[1:].lstrip("0")
    return {ref, ref[0] + digits, BOUNDARY.join((words(f"kind.{entry.kind.value}").lower(), digits))}


def weighted_lemmas(rows: list[Row], reader: Reader, phrases: Phrases, stops: Mapping[str, Set[str]]) -> Counter[str]:
    """Return how much each lemma and each phrase of the thesaurus weighs in an entry, summed over its texts."""
    weighed: Counter[str] = Counter()
    for weight, forms, code, _ in rows:
        lemmas = [reader.lemmas(form, code) for form in forms if form.lower() not in stops[code]]
        for lemma in chain(*lemmas, phrases.found_in(lemmas)):
            weighed[lemma] += weight
    return weighed


def search_index(cookbook: Cookbook, words: Catalogue, languages: Languages) -> dict[str, Any]:
    """Return the index of one language as JSON-able data.

    ``entries`` are their ids; what a result shows and what filters need to know stands on the finding page
    already. ``related`` are, for each, the numbers of the entries that it names as related. ``words`` are all lemmas,
    sorted and front-coded, and ``postings`` one string for each of those that an entry holds (``pack``). Of words,
    those are suggested that stand on a page, of phrases none; before the postings of each other one stands ``ODD``.
    ``bases`` are parts of compounds with their dictionary forms, ``families`` words of one origin, ``regions`` the
    numbers of the words that name regions, and ``places`` says of each word that no entry holds whether it is a
    municipality: 0, or the place of its region among those, counted from 1. ``synonyms`` is the thesaurus by the
    words' numbers: what is called the same, and after two spaces what it leads to.
    """
    analysers, stops = languages.analysers, languages.stops
    entries = list(cookbook.entries.values())
    places = {entry.id: place for place, entry in enumerate(entries)}
    texts, reader = read_texts(cookbook, words, analysers)
    groups = group_lemmas(thesaurus(cookbook.vocabulary), reader, stops, words.code)
    phrases = Phrases(phrase.split() for group in groups for phrase in chain(*group))
    found: dict[str, dict[int, float]] = defaultdict(dict)
    lengths = []
    for place, (entry, rows) in enumerate(zip(entries, texts, strict=True)):
        weighed = weighted_lemmas(rows, reader, phrases, stops)
        weighed.update({word: WEIGHTS["ref"] for word in ref_words(entry, words)})
        lengths.append(round(sum(weighed.values())))
        for lemma, weight in weighed.items():
            found[lemma][place] = weight
    shown = shown_lemmas(texts, reader)
    # The engine suggests no word with a digit.
    shown |= {lemma for lemma in found if re.search(r"\d", lemma)}
    glued = {phrase.replace(" ", BOUNDARY) for group in groups for phrase in chain(*group) if " " in phrase}
    regions = regions_of_places(cookbook, words, reader, found)
    of_phrases = {lemma for group in groups for phrase in chain(*group) for lemma in phrase.split()}
    vocabulary = sorted({*found, *regions, *of_phrases})
    numbers = {lemma: at for at, lemma in enumerate(vocabulary)}
    spoken_of = sorted(set(regions.values()))
    atoms = {part for lemma in vocabulary for part in parts_of(lemma)}
    for analyser in analysers.values():
        analyser.keep()
    return {
        "version": VERSION,
        "language": words.code,
        "entries": [entry.id for entry in entries],
        "lengths": lengths,
        "related": packed_phrases([places[id_] for id_ in entry.facts.related if id_ in places] for entry in entries),
        "words": front_coded(vocabulary),
        "postings": " ".join((ODD if (lemma in shown) == (lemma in glued) else "") * (lemma in found)
                             + postings(found.get(lemma, {}).items()) for lemma in vocabulary),
        "bases": [by_stem(pair) for pair in sorted(reader.bases.items()) if pair[0] in atoms],
        "families": [by_stem(family) for family in reader.members(atoms)],
        "regions": "".join(number(numbers[region]) for region in spoken_of),
        "places": "".join(number(spoken_of.index(regions[lemma]) + 1 if lemma in regions else 0)
                          for lemma in vocabulary if lemma not in found),
        "synonyms": ["  ".join(packed_phrases([numbers[lemma] for lemma in phrase.split()] for phrase in phrases)
                               for phrases in group if phrases) for group in groups],
        "rules": [packed_rules(rules) for analyser in analysers.values() for rules in analyser.rules],
        "clitics": " ".join(clitic for analyser in analysers.values() for clitic in analyser.clitics),
        "stops": " ".join(sorted(stops[words.code])),
        "light": " ".join(sorted(languages.light[words.code])),
    }


def read_texts(cookbook: Cookbook, words: Catalogue,
               analysers: Mapping[str, Analyser]) -> tuple[list[list[Row]], Reader]:
    """Return the texts of each entry, cut into words, and a reader that has learnt from all of them."""
    texts: list[list[Row]] = [
        [(weight, list(words_of(text)), *rest) for weight, text, *rest in texts_of(entry, cookbook, words)]
        for entry in cookbook.entries.values()
    ]
    written = {(form, code) for rows in texts for _, forms, code, _ in rows for form in forms}
    for code, analyser in analysers.items():
        analyser.prepare({form for form, language in written if language == code})
    reader = Reader(analysers)
    reader.prepare(written)
    return texts, reader


def shown_lemmas(texts: list[list[Row]], reader: Reader) -> set[str]:
    """Return the lemmas of the words that stand on a page."""
    return {lemma for rows in texts for _, forms, code, is_shown in rows if is_shown
            for form in forms for lemma in reader.lemmas(form, code)}


def packed_rules(rules: Rules) -> dict[str, Any]:
    """Return rules as the engine reads them."""
    return {"endings": " ".join(rules.endings),
            "changes": ["/".join((old, *new)) for old, new in rules.changes.items()]}


def regions_of_places(cookbook: Cookbook, words: Catalogue, reader: Reader,
                      found: Container[str]) -> dict[str, str]:
    """Return the regions of the municipalities that no entry speaks of; regions without an entry are left out."""
    vocabulary = cookbook.vocabulary
    regions: dict[str, str] = {}
    for place in vocabulary.places.values():
        name = BOUNDARY.join(parts_of(label(place.label, words.code).lower().replace(" ", "-")))
        names = vocabulary.tags[place.region].label.items()
        region = next((lemma for code, text in names for lemma in reader.lemmas(text, code) if lemma in found), None)
        if region and name not in found:
            regions[name] = region
    return regions


def group_lemmas(groups: list[Group], reader: Reader, stops: Mapping[str, frozenset[str]],
                 language: str) -> list[list[list[str]]]:
    """Return the thesaurus in lemmas: names and targets of each group, a phrase is lemmas with spaces between.

    Of other languages there are the names of explained terms only: the page answers from their own index what
    this one lacks.
    """
    def lemmas(named: Named, foreign: int) -> list[str]:
        return list(dict.fromkeys(filter(None, (
            " ".join(reader.lemmas(form, code)[0] for form in words_of(phrase) if form.lower() not in stops[code])
            for code in reader.analysers for phrase in named.get(code, ())[:None if code == language else foreign]
        ))))

    found = []
    for group in groups:
        names = lemmas(group.names, int(group.explained))
        targets = [phrase for phrase in lemmas(group.targets, 0) if phrase not in names]
        found.append([names, targets])
    return [group for group in found if len(group[0]) + len(group[1]) > 1]
