"""The options of ``cookbook new``: one for each question, read in its form and judged by the same rules."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from generator.asking import read_pair
from generator.catalogue import Catalogue, catalogues
from generator.command import EXIT_WRONG_USE
from generator.model import Kind
from generator.questions import QUESTIONS, Question, check_answer, choices_of, chosen
from generator.report import mend, message
from generator.vocabulary import Vocabulary

ENGLISH = "en"
"""The language of the commands' own help, as that of the program is."""

Command = Callable[..., None]


def answer_options(command: Command) -> Command:
    """Give a command an option for each question, described by the same words as the question."""
    words = catalogues()[ENGLISH]
    for question in reversed(QUESTIONS):
        parts = "; ".join(words(f"field.{part}") for part in question.parts)
        more = {"choices": " Several with commas between.", "items": " May be given several times.",
                "rows": f' "{parts}". May be given several times.', "pair": ' "start/end".'}.get(question.form, "")
        command = click.option(question.option, variable(question), multiple=question.several,
                               help=words(question.help) + more)(command)
    return command


def variable(question: Question) -> str:
    """Return the name by which a command gets the option of a question."""
    return f"answer_{question.name.replace('.', '_')}"


def read_options(options: dict[str, Any], vocabulary: Vocabulary, titles: dict[str, str],
                 words: Catalogue) -> dict[str, Any]:
    """Return the answers that were given as options, by the names of their questions."""
    answers: dict[str, Any] = {}
    for question in QUESTIONS:
        given = options[variable(question)]
        if given:
            choices = {part: choices_of(".".join(filter(None, (question.name, part))), vocabulary, titles, words)
                       for part in ("", *question.parts)}
            answers[question.name] = read_option(question, given, choices)
    return answers


def read_option(question: Question, given: Any, choices_by_part: dict[str, dict[str, str]]) -> Any:
    """Read one option in the form of its question; what may be chosen is under "" for the whole answer."""
    choices = choices_by_part[""]
    if question.form == "choice":
        return chosen(given, choices)[0] or given
    if question.form == "choices":
        parts = [part.strip() for text in given for part in text.split(",") if part.strip()]
        return list(dict.fromkeys(chosen(part, choices)[0] or part for part in parts))
    if question.form == "rows":
        rows = [zip(question.parts, (part.strip() for part in text.split(";")), strict=False) for text in given]
        return [{name: chosen(part, choices_by_part[name])[0] or part for name, part in row if part} for row in rows]
    if question.form == "pair":
        return read_pair(given)
    return list(given) if question.several else given


def refuse_wrong(answers: dict[str, Any], kind: Kind, words: Catalogue, vocabulary: Vocabulary,
                 known: dict[str, set[str]]) -> None:
    """End where an option has an answer that a file could not have."""
    wrong = [(question, problem) for question in QUESTIONS if question.name in answers
             for problem in check_answer(question.name, answers[question.name], kind, words, vocabulary, known)]
    for question, problem in wrong:
        cure = words("cli.mend", mend=mend(problem, words))
        click.echo(f"{question.option}: {message(problem, words)} {cure}", err=True)
    if wrong:
        sys.exit(EXIT_WRONG_USE)


def missing_options(answers: dict[str, Any]) -> list[str]:
    """Return the options without which an entry is not whole."""
    missing = [question.option for question in QUESTIONS if question.required and question.name not in answers]
    if "source.work" not in answers:
        missing += [question.option for question in QUESTIONS
                    if question.name in ("source.title", "source.publisher") and question.name not in answers]
    return missing
