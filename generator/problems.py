"""Problems as plain data: what is wrong where, without words.

Words are added at the edge, in the reader's language, by :mod:`generator.report`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning never does."""

    ERROR = "error"
    WARNING = "warning"


class CookbookError(Exception):
    """Something other than the content went wrong; the text says what, in words for people."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file.

    ``path`` is relative to the project, ``line`` and ``column`` count from 1, ``code`` names the rule
    and is a key of every language catalogue's ``problems``, ``params`` fill the words in.
    """

    path: str
    line: int
    column: int
    code: str
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Problems are shown file by file, from the top down."""
        return (self.path, self.line, self.column, self.code)


GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "file": (
        "bad-file-name", "unknown-language", "symlink", "unreadable", "file-too-large", "empty-file", "not-utf8",
        "control-character", "line-too-long", "no-front-matter", "front-matter-not-closed", "fence-misspelt",
    ),
    "slips": (
        "yaml-colon", "yaml-colon-space", "yaml-hyphen-space", "yaml-indent", "yaml-tab", "yaml-no-break-space",
        "yaml-list-on-key-line", "yaml-quote", "yaml-escape", "smart-quotes", "yaml-comment", "yaml-sign",
        "yaml-feature", "duplicate-key", "too-deep", "front-matter-not-mapping", "front-matter-empty", "yaml-syntax",
    ),
    "fields": (
        "missing-field", "empty-field", "unknown-field", "expected-text", "expected-list", "expected-mapping",
        "expected-number", "out-of-range", "too-long", "unknown-value", "invalid-value", "bad-id", "bad-ref",
        "ref-of-other-kind", "bad-figure", "bad-date", "bad-web-address", "incomplete-source", "period-order",
        "review-order", "duplicate-value",
    ),
    "references": (
        "unknown-tag", "derived-tag", "unknown-place", "unknown-chapter", "unknown-work", "unknown-entry",
        "unknown-part", "unknown-term", "related-to-itself", "part-without-place", "duplicate-id", "duplicate-ref",
        "vocabulary-invalid",
    ),
    "texts": (
        "missing-section", "unknown-heading", "duplicate-heading", "text-outside-section", "empty-section",
        "heading-level", "empty-heading", "raw-html", "image", "bad-link", "empty-link", "too-complicated",
    ),
    "people": ("identity-code", "contact-details", "recognisable-person"),
    "plain": ("long-sentence", "unexplained-abbreviation", "out-of-balance", "sign-not-printable"),
    "translations": (
        "shared-fact-in-translation", "translation-field-in-source", "second-source", "no-source",
        "field-not-in-source", "different-length", "untranslated-field", "unknown-digest", "translation-behind",
        "digest-missing",
    ),
})
"""Every code that there is, by what it is about, in the order in which people are told of them."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of ``problems`` stops a build."""
    return bool(errors_of(problems))


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return those of ``problems`` that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


LONGEST_VALUE = 60
"""How many characters of a wrong value a message shows."""


def shortened(value: str) -> str:
    """Return as much of a value as a message can bear."""
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"


MOST_NEAREST = 3
"""How many names are offered for one that is not known."""

ENOUGH = 3
"""How many letters tell enough to look for names that hold them, or begin with them."""

ALIKE = 0.6
"""How alike names have to be, as `difflib` counts it."""


def nearest_names(name: str, known: Iterable[str], labels: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Return up to three names in ``known`` that may be meant by ``name``, the likeliest first.

    These are those that hold it, first those that begin with it; else those that are most like it; else those with
    a word that begins alike. ``labels`` gives names for what people call them, in lower case: the label of a tag,
    say. `form-near.js` does the same.
    """
    wanted = name.casefold()
    ids = {each.casefold(): each for each in sorted(known)}
    there = set(ids.values())
    forms = {form: id_ for form, id_ in labels.items() if id_ in there} | ids
    if wanted in forms:
        return [forms[wanted]]
    found: list[str] = []
    if len(wanted) >= ENOUGH:
        found = sorted((form for form in forms if wanted in form),
                       key=lambda form: (not form.startswith(wanted), len(form), form))
    found = found or difflib.get_close_matches(wanted, forms, MOST_NEAREST, ALIKE)
    if not found and len(wanted) >= ENOUGH:
        holders: dict[str, list[str]] = {}
        for form in sorted(forms):
            for word in re.split(r"[\W_]+", form):
                if word[:ENOUGH] == wanted[:ENOUGH]:
                    holders.setdefault(word, []).append(form)
        found = [form for word in difflib.get_close_matches(wanted, holders, MOST_NEAREST, ALIKE)
                 for form in holders[word]]
    return list(dict.fromkeys(forms[form] for form in found))[:MOST_NEAREST]


def nearest(name: str, known: Iterable[str], labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the first of `nearest_names`, or an empty string if none comes close."""
    return next(iter(nearest_names(name, known, labels)), "")
