"""The page for telling of a practice in one's own words: a few questions, and a text to send on.

The questions stand in the catalogues; those of the repository's issue form are the same. What must not stand in
what will be public is looked for as in the form for sharing (``form.py``), with the same words.
"""

from __future__ import annotations

import json

from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.problems import LONGEST_VALUE
from generator.site.form import Rule, privacy_data
from generator.site.form_hints import hint_data

QUESTIONS = {"name": 1, "where": 1, "how": 8, "benefits": 4, "cautions": 4, "evidence": 3}
"""The questions by their names in the catalogues, and how many lines an answer is given at first."""

LONGEST = 20_000
"""Characters of an answer: ten pages."""

CODES = ("too-long", "control-character", "identity-code", "contact-details", "recognisable-person")
"""The problems that the page may speak of, besides an answer that is missing."""

SAID = ("tell.next.", "tell.consent", "tell.file", "form.draft.", "form.problems", "form.hint", "form.valid")
"""The words that the script says begin with these."""


def rules() -> list[Rule]:
    """Return what each answer may be, as the form's rules are."""
    return [{"name": name, "type": "text", "required": True, "max": LONGEST} for name in QUESTIONS]


def tell_data(cookbook: Cookbook, words: Catalogue, tell_url: str) -> str:
    """Return what the page's script needs to know, as JSON.

    ``tell_url`` is the host's address for a new issue with the answers filled in, empty where none is configured.
    """
    data = {
        "language": words.code,
        "locale": f"{words.code}-{words.territory}",
        "words": {key: text for key, text in words.words.items() if key.startswith(SAID)},
        "problems": {code: words.problems[code] for code in CODES}
        | {"missing-field": {"message": words("tell.missing"), "mend": ""}},
        "fields": rules(),
        "headings": {code: other.sections for code, other in catalogues().items()},
        "facts": [], "noText": [],
        "hints": hint_data(cookbook),
        "limits": {"value": LONGEST_VALUE},
        "tellUrl": tell_url,
        **privacy_data(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def label_of(words: Catalogue, name: str) -> str:
    """Return a question."""
    return words(f"tell.{name}")


def help_of(words: Catalogue, name: str) -> str:
    """Return what is said beside a question, or an empty text."""
    return words.words.get(f"tell.{name}.help", "")
