"""Put problems into words: for people, for programs, for a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from generator.catalogue import Catalogue
from generator.problems import GROUPS, Problem, Severity


def message(problem: Problem, words: Catalogue) -> str:
    """Say in one line what is wrong."""
    text = words.problems[problem.code]["message"].format(**_safe(problem))
    if problem.params.get("nearest"):
        text += " " + words("cli.nearest", nearest=_safe(problem)["nearest"])
    if problem.more:
        text += " " + words("cli.more", count=problem.more)
    return text


def why(problem: Problem, words: Catalogue) -> str:
    """Say in a line why it matters."""
    return words.problems[problem.code]["why"].format(**_safe(problem))


def mend(problem: Problem, words: Catalogue) -> str:
    """Say in one line what to do about it."""
    return words.problems[problem.code]["mend"].format(**_safe(problem))


def _safe(problem: Problem) -> dict[str, str]:
    """Return the parameters with nothing in them that could steer a terminal or break a line."""
    return {
        key: printable(value, " ")
        for key, value in problem.params.items()
    }


def as_text(problems: Iterable[Problem], words: Catalogue) -> str:
    """Return ``path:line:column: CODE message`` lines, each with its mend below; why it matters and an example stand
    with the first problem of a code only.
    """
    lines = []
    told: set[str] = set()
    for problem in problems:
        place = f"{printable(problem.path)}:{problem.line}:{problem.column}"
        kind = f"{words('cli.warning')}: " if problem.severity is Severity.WARNING else ""
        lines.append(f"{place}: {problem.code} {kind}{message(problem, words)}")
        if problem.code not in told:
            lines.append(f"    {words('cli.why', why=why(problem, words))}")
        lines.append(f"    {words('cli.mend', mend=mend(problem, words))}")
        if problem.code not in told:
            lines += _example(problem.code, words)
        told.add(problem.code)
    return "\n".join(lines)


def _example(code: str, words: Catalogue) -> list[str]:
    first, *rest = words.problems[code]["example"].split("\n")
    if not rest:
        return [f"    {words('cli.example', example=first)}"]
    lines = (f"        {line}".rstrip() for line in (first, *rest))
    return [f"    {words('cli.example', example='').rstrip()}", *lines]


def as_json(problems: Iterable[Problem], words: Catalogue) -> str:
    """Return a JSON list, an object a problem."""
    rows = [
        {
            "path": printable(problem.path),
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": message(problem, words),
            "why": why(problem, words),
            "mend": mend(problem, words),
            "example": words.problems[problem.code]["example"],
            "more": problem.more,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(problems: Iterable[Problem], words: Catalogue) -> str:
    """Return workflow commands that GitHub shows as annotations on the changed lines.

    See "Workflow commands for GitHub Actions" in its documentation, for the escapes too.
    """
    lines = []
    for problem in problems:
        text = " ".join(filter(None, [message(problem, words), why(problem, words),
                                      words("cli.mend", mend=mend(problem, words))]))
        place = f"file={_property(printable(problem.path))},line={problem.line},col={problem.column}"
        lines.append(f"::{problem.severity.value} {place},title={problem.code}::{_data(text)}")
    return "\n".join(lines)


@dataclass(frozen=True)
class Rule:
    """A kind of problem in words, whatever file it may be met in.

    ``message`` and ``mend`` have an ellipsis where a problem says what it is about.
    """

    code: str
    message: str
    why: str
    mend: str
    example: str


def rules(words: Catalogue) -> dict[str, list[Rule]]:
    """Return every kind of problem in words, by group: what the page of problems shows."""
    return {group: [_rule(code, words) for code in codes] for group, codes in GROUPS.items()}


def _rule(code: str, words: Catalogue) -> Rule:
    texts = words.problems[code]
    said = {name: texts[name].format_map(_Ellipses()).replace("….", "…")
            for name in ("message", "why", "mend")}
    return Rule(code, example=texts["example"], **said)


class _Ellipses(dict[str, str]):
    """Fills everything in with an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def printable(text: str, instead: str = "\ufffd") -> str:
    """Return a text with nothing in it that could steer a terminal or break a line."""
    return "".join(sign if sign.isprintable() else instead for sign in text)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
