"""Plain language: hints on what makes a text hard to follow. They are warnings and stop nothing.

What is long, and which words explain an abbreviation, is data in each language's catalogue (``style``). The limits
are for very long sentences, not for the average. For English the source is M. Cutts, *Oxford Guide to Plain
English*: 15 to 20 words on average, and sentences that regularly exceed 40 weary their readers. Finnish says the
same in fewer words, for it has endings where English has articles and prepositions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from generator.load import Document, Position
from generator.problems import Problem, Severity, shortened
from generator.texts import Places
from generator.vocabulary import Vocabulary

LINK_ADDRESS = re.compile(r"\]\([^)\n]*\)")
EXPLAINING_LINK = re.compile(r"\[([^\[\]]*)\]\((?:term|entry):")

# Paragraphs, items of lists, headings and rows of tables are texts of their own.
HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
BLOCK = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)]|#+|\||>)[ \t])")
SENTENCE = re.compile(r'(?<=[.!?])[”"’)*]*\s+(?=[”"“‘(*\[]*[A-ZÅÄÖ0-9])')
SENTENCE_END = re.compile(r"[.!?]")
BRACKETS = re.compile(r"\([^()]*\)")
WORD = re.compile(r"\w")
BLANKS = re.compile(r"[^\S ]\s*| \s+")
"""All white space but one space between words."""

# Looks back only from a capital letter: from every letter takes several times as long.
ABBREVIATION = re.compile(r"[A-ZÅÄÖ](?<![\w./-].)[A-ZÅÄÖ]{1,5}(?!\w)")
ROMAN = re.compile(r"[IVX]+")
# Where an abbreviation is explained it may stand within a compound: "(TE-toimisto)".
NAME = re.compile(r"\b[A-ZÅÄÖ]{2,6}\b")
NAME_BEFORE_BRACKETS = re.compile(r"\b[A-ZÅÄÖ]{2,6}\b(?=[^.\n]{0,3}\()")

BALANCED = ("benefits", "cautions")


@dataclass(frozen=True)
class Text:
    """A text of a file, as it is written, with its place."""

    written: str
    start: Position


class WordingChecker:
    """Looks at the texts of one file in one language.

    ``style`` are the language's customs, ``known`` the abbreviations that need no explanation there.
    """

    def __init__(self, document: Document, style: Mapping[str, Any], known: Set[str]) -> None:
        self.document = document
        self.style = style
        self.known = known

    def check(self, texts: list[Text]) -> Iterator[Problem]:
        """Yield the hints on the texts of a file."""
        for text in texts:
            yield from self._sentences(text)
        # What could not be read may explain them.
        if not self.document.unread:
            yield from self._abbreviations(texts)

    def _sentences(self, text: Text) -> Iterator[Problem]:
        limit = self.style["longest_sentence"]
        # Words of a sentence are words of its text, or are parted by brackets.
        if len(text.written.split()) + text.written.count("(") <= limit:
            return
        places = Places(self.document, text.start)
        for sentence in sentences(text.written):
            # Between two words there is a space, or a pair of brackets.
            if sentence.count(" ") + sentence.count("(") < limit:
                continue
            # What stands in brackets, or after a semicolon, is taken in by itself.
            clauses = [[word for word in clause.split() if WORD.search(word)]
                       for clause in BRACKETS.sub(" ", sentence).split(";")]
            words = max(clauses, key=len)
            if len(words) > limit:
                begin = " ".join(words[:4])
                yield self._hint("long-sentence", places.of_any(begin, words[0]), count=str(len(words)),
                                 limit=str(limit), text=f"{begin} …")

    def _abbreviations(self, texts: list[Text]) -> Iterator[Problem]:
        met: dict[str, Text] = {}
        for text in texts:
            for name in ABBREVIATION.findall(LINK_ADDRESS.sub("]", text.written)):
                met.setdefault(name, text)
        unknown = [name for name in met if name.casefold() not in self.known and not ROMAN.fullmatch(name)]
        if unknown:
            explained = self._explained("\n\n".join(text.written for text in texts))
            for name in unknown:
                if name not in explained:
                    place = Places(self.document, met[name].start).of(name)
                    yield self._hint("unexplained-abbreviation", place, text=name)

    def _explained(self, whole: str) -> set[str]:
        """Return the abbreviations of which a text says somewhere what they stand for.

        All at once: a text may be long and full of them.
        """
        telling = [*EXPLAINING_LINK.findall(whole), *BRACKETS.findall(whole)]
        telling += (sentence for sentence in SENTENCE_END.split(LINK_ADDRESS.sub("]", whole))
                    if any(word in sentence for word in self.style["explaining"]))
        return {*NAME_BEFORE_BRACKETS.findall(whole), *(name for text in telling for name in NAME.findall(text))}

    def _hint(self, code: str, place: Position, **params: str) -> Problem:
        params["text"] = shortened(params["text"])
        return Problem(self.document.path, place.line, place.column, code, params, Severity.WARNING)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a Markdown text, without the addresses of its links."""
    for block in BLOCK.split(HEADING.sub(r"\g<0>\n", LINK_ADDRESS.sub("]", text))):
        yield from (BLANKS.sub(" ", sentence.replace("[", "").replace("]", "")) for sentence in SENTENCE.split(block))


def check_balance(document: Document, style: Mapping[str, Any]) -> Iterator[Problem]:
    """Hint that an entry tells far more of the one side than of the other."""
    sizes = {name: sum(len(item) for item in document.data.get(name) or () if isinstance(item, str))
             for name in BALANCED if isinstance(document.data.get(name), list)}
    limit = style["out_of_balance"]
    if len(sizes) == len(BALANCED) and min(sizes.values()):
        shorter, longer = sorted(sizes, key=lambda name: sizes[name])
        if sizes[longer] > limit * sizes[shorter]:
            place = document.position((shorter,))
            params = {"longer": longer, "shorter": shorter, "limit": str(limit)}
            yield Problem(document.path, place.line, place.column, "out-of-balance", params, Severity.WARNING)


def known_abbreviations(vocabulary: Vocabulary, ids: Set[str]) -> set[str]:
    """Return the abbreviations that need no explanation, in lower case: those of the vocabulary, the words
    of the glossary and the names of entries (``ids``).
    """
    known = set(vocabulary.abbreviations)
    for term in vocabulary.explained.values():
        names = [*term.term.values(), *(word for words in term.synonyms.values() for word in words)]
        known |= {part for name in names for part in re.split(r"[\s()+-]+", name.casefold())}
    return known | {part for id_ in ids for part in id_.split("-")}
