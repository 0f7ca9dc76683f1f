"""Ask the questions of a new entry in the terminal, one by one.

An answer is judged at once by the rules that files are judged by; what is wrong is said, and the
question asked again with what was meant. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from generator.catalogue import Catalogue
from generator.model import Kind
from generator.questions import QUESTIONS, Question, check_answer, choices_of, chosen
from generator.report import mend, message
from generator.vocabulary import Vocabulary

MOST_SHOWN = 60
"""How many choices are listed; municipalities are asked for by name."""

FEW = 5
"""As many choices are named on the line that asks."""

END_OF_TEXT = "."


class Interview:
    """Asks the questions that have no answer yet.

    ``known`` holds the ids that links may name, ``titles`` the titles of entries by ids.
    """

    def __init__(self, kind: Kind, words: Catalogue, vocabulary: Vocabulary, known: Mapping[str, set[str]],
                 titles: Mapping[str, str]) -> None:
        self.kind = kind
        self.words = words
        self.vocabulary = vocabulary
        self.known = known
        self.titles = titles

    def ask_all(self, answers: dict[str, Any]) -> None:
        """Ask what ``answers`` lacks and put it there; a question may be passed over."""
        for question in QUESTIONS:
            if question.name in answers or (not question.required and self.needless(question, answers)):
                continue
            value = self.ask(question, self.must(question, answers))
            if value:
                answers[question.name] = value

    def needless(self, question: Question, answers: Mapping[str, Any]) -> bool:
        """Tell whether an answer given makes this question one too many: a work has its own title."""
        own = ("source.title", "source.authors", "source.publisher", "source.year")
        return (question.name in own and "source.work" in answers) or \
            (question.name == "source.number" and "source.work" not in answers)

    def must(self, question: Question, answers: Mapping[str, Any]) -> bool:
        """Tell whether a question has to be answered."""
        return question.required or (question.name in ("source.title", "source.publisher")
                                     and "source.work" not in answers)

    def ask(self, question: Question, required: bool) -> Any:
        """Ask until the answer passes, or none is given where none is needed."""
        self.introduce(question, required)
        suggestion = ""
        while True:
            value, suggestion = self.read(question, suggestion)
            if not value and not suggestion and not required:
                return None
            problems = self.problems(question, value) if value else []
            if value and not problems:
                return value
            if not value and not suggestion:
                self.say(self.words("new.required"))
            for problem in problems:
                self.say(message(problem, self.words))
                self.say(mend(problem, self.words))
                suggestion = suggestion or problem.params.get("nearest", "")

    def introduce(self, question: Question, required: bool) -> None:
        """Say what is asked, with help, and what there is to choose from."""
        name = question.name
        inner = name.rpartition(".")[2]
        outer = name.rpartition(".")[0]
        title = self.words.sections[inner] if outer == "section" else self.words(f"field.{inner}")
        if outer and outer != "section":
            title = f"{self.words(f'field.{outer}')}: {title}"
        optional = "" if required else f" ({self.words('new.optional')})"
        click.echo(f"\n{click.style(title, bold=True)}{optional}")
        self.say(self.words(question.help))
        if question.form in ("choice", "choices"):
            choices = self.choices(question)
            if len(choices) <= MOST_SHOWN:
                for number, (id_, label) in enumerate(choices.items(), 1):
                    click.echo(f"  {number:>3}  {label} ({id_})")
        if question.form in ("text", "items", "choices", "section", "rows"):
            self.say(self.words(f"new.how.{name if question.form == 'rows' else question.form}"))

    def choices(self, question: Question) -> dict[str, str]:
        """Return what may be chosen for a question."""
        return choices_of(question.name, self.vocabulary, self.titles, self.words)

    def problems(self, question: Question, value: Any) -> list[Any]:
        """Return what the rules say of an answer."""
        return check_answer(question.name, value, self.kind, self.words, self.vocabulary, self.known)

    def read(self, question: Question, suggestion: str) -> tuple[Any, str]:
        """Read an answer of a question's form; return it, or nothing and what was probably meant."""
        if question.form == "choice":
            text = self.line(suggestion)
            return chosen(text, self.choices(question)) if text else ("", "")
        if question.form == "choices":
            return self.several(self.line(suggestion), self.choices(question))
        if question.form == "items":
            return self.items(), ""
        if question.form == "rows":
            return self.rows(question), ""
        if question.form == "pair":
            return read_pair(self.line(suggestion)), ""
        if question.form == "section":
            return self.lines(END_OF_TEXT), ""
        if question.form == "text":
            return " ".join(self.lines("").split()), ""
        return self.line(suggestion), ""

    def several(self, text: str, choices: Mapping[str, str]) -> tuple[list[str], str]:
        """Read ids, labels and numbers between commas. Where one is unknown, all are asked again with
        the nearest one in its place.
        """
        parts = [part for part in map(str.strip, text.split(",")) if part]
        found = [(part, *chosen(part, choices)) for part in parts]
        unknown = [(part, close) for part, id_, close in found if not id_]
        for part, close in unknown:
            hint = self.words("cli.nearest", nearest=close) if close else ""
            self.say(f"{self.words('new.unknown', value=part)} {hint}".rstrip())
        if unknown:
            return [], ", ".join(id_ or close for _, id_, close in found if id_ or close)
        return list(dict.fromkeys(id_ for _, id_, _ in found)), ""

    def items(self) -> list[str]:
        """Read texts, a line each, up to an empty one."""
        found: list[str] = []
        while text := self.line("", f"{len(found) + 1}. "):
            found.append(text)
        return found

    def rows(self, question: Question) -> list[dict[str, str]]:
        """Read things of several parts each, up to one whose first part is empty."""
        found: list[dict[str, str]] = []
        while first := self.part(question, question.parts[0]):
            answers = [first, *(self.part(question, name) for name in question.parts[1:])]
            found.append({name: answer for name, answer in zip(question.parts, answers, strict=True) if answer})
        return found

    def part(self, question: Question, name: str) -> str:
        """Read one part of a thing: a text, or the id of what is chosen."""
        choices = choices_of(f"{question.name}.{name}", self.vocabulary, self.titles, self.words)
        shown = f" ({', '.join(choices.values())})" if 0 < len(choices) <= FEW else ""
        text = self.line("", f"{self.words(f'field.{name}')}{shown}: ")
        return chosen(text, choices)[0] or text

    def lines(self, end: str) -> str:
        """Read lines up to the one that ends the text."""
        found: list[str] = []
        while (text := self.line("")) != end:
            found.append(text)
        return "\n".join(found).strip()

    def line(self, suggestion: str, label: str = "> ") -> str:
        """Read a line; an empty one takes the suggestion."""
        shown = f"{label}[{suggestion}] " if suggestion else label
        return str(click.prompt(shown, default=suggestion, show_default=False, prompt_suffix="")).strip()

    def say(self, text: str) -> None:
        """Say something beside a question."""
        click.echo(f"  {text}")


def read_pair(text: str) -> dict[str, str]:
    """Read a start and an end with a slash between them, or a start alone."""
    start, _, end = (part.strip() for part in text.partition("/"))
    return {name: value for name, value in (("start", start), ("end", end)) if value}
