"""Make up a project of any size, for measuring: entries of made-up words in two languages.

Nothing in it means anything, but it has the shape of the real content: the same fields, links, marks
and about 400 words a text. The same count and seed give the same files, and a smaller project is the
beginning of a larger one.
"""

from __future__ import annotations

import re
import shutil
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import yaml

from generator.catalogue import catalogues
from generator.model import Kind, digest
from generator.stamp import stamp_translations
from generator.vocabulary import REGION, THEME, Vocabulary, read_vocabulary
from tests.samples import ROOT

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

WORDS = 4000
"""How many words a made-up language has; the first ones are used the most, as in real ones."""

SYLLABLES = {
    "fi": ("ka ki ko ku kuu la lai li lo maa mi mo nu pai po ra ris ro sa suo ta tal to tu va vaa vuo", "kä "
           "ke kyl lä le li mie mä ne nä pyy pä rin rä sel si sy tä tie työ vir vä yh yl"),
    "en": ("ban bel bor can cer cla con den dis fer for gar gen hal in lan ler men mor na ner par pel per pro ra "
           "ris sel ser son ta ten tor ver vi", ""),
}
"""The syllables of each language's words: of Finnish ones with back vowels, and with front vowels."""

ENDINGS = {
    "fi": (" n t ssa sta lla lle na ja iden minen mista ksi", " n t ssä stä llä lle nä jä iden minen mistä ksi"),
    "en": (" s ed ing er al ment ly tion ", ""),
}

ENTRY_LINK = re.compile(r"\[([^\]]+)\]\((?:entry|part:menus/)[^)]*\)")


class Tongue:
    """A made-up language."""

    def __init__(self, language: str) -> None:
        random = Random(language)
        kinds = [
            (syllables.split(), endings.split(" "))
            for syllables, endings in zip(SYLLABLES[language], ENDINGS[language], strict=True) if syllables
        ]
        self.words = []
        for rank in range(WORDS):
            syllables, endings = random.choice(kinds)
            # The most used words are short.
            length = random.randint(1, 2) if rank < WORDS / 40 else random.randint(2, 3)
            self.words.append("".join(random.choices(syllables, k=length)) + random.choice(endings))
        # Zipf's law: the second word is met half as often as the first, the third a third as often.
        self.shares = list(accumulate(1 / rank for rank in range(3, WORDS + 3)))

    def some(self, random: Random, count: int) -> list[str]:
        """Return ``count`` words."""
        return random.choices(self.words, cum_weights=self.shares, k=count)

    def phrase(self, random: Random, count: int) -> str:
        """Return ``count`` words that begin with a capital, such as a title."""
        return " ".join(self.some(random, count)).capitalize()


class Writer:
    """Writes the texts of one entry in one language.

    ``targets`` are the addresses that its links may lead to.
    """

    def __init__(self, random: Random, tongue: Tongue, targets: list[str]) -> None:
        self.random = random
        self.tongue = tongue
        self.targets = targets

    def sentence(self, count: int) -> str:
        """Return a sentence of ``count`` words; now and then one of them is a link or stands out."""
        words = self.tongue.some(self.random, count)
        words[0] = words[0].capitalize()
        place, chance = self.random.randrange(1, count), self.random.random()
        if chance < 0.15:
            words[place] = f"[{words[place]}]({self.random.choice(self.targets)})"
        elif chance < 0.25:
            words[place] = f"**{words[place]}**"
        elif chance < 0.5:
            words[place] += "," if place < count - 1 else ""
        return " ".join(words) + "."

    def text(self, count: int) -> str:
        """Return sentences of about ``count`` words together."""
        return " ".join(self.sentence(min(count, 11)) for _ in range(max(1, round(count / 11))))

    def points(self, count: int, length: int) -> list[str]:
        """Return ``count`` texts of about ``length`` words each."""
        return [self.text(length) for _ in range(count)]

    def fields(self, results: int, points: int) -> dict[str, Any]:
        """Return the text fields of an entry."""
        return {
            "title": self.tongue.phrase(self.random, 5),
            "summary": self.text(22),
            "audience": self.tongue.phrase(self.random, 8),
            "who": self.tongue.phrase(self.random, 8),
            "time": self.tongue.phrase(self.random, 6),
            "needs": self.text(11),
            "results": [{"measures": " ".join(self.tongue.some(self.random, 7)),
                         "counted_by": " ".join(self.tongue.some(self.random, 3))} for _ in range(results)],
            "benefits": self.points(points, 20),
            "cautions": self.points(points, 20),
            "context": self.text(33),
            "evidence_note": self.text(11),
        }

    def sections(self) -> dict[str, str]:
        """Return the sections of an entry's body by their ids."""
        return {
            "background": self.text(44),
            "how": "\n\n".join([self.text(44), "\n".join(f"- {text}" for text in self.points(3, 11)), self.text(22)]),
            "steps": "\n".join(f"{number}. {text}" for number, text in enumerate(self.points(5, 11), 1)),
        }


def make_project(folder: Path, count: int, seed: int = 0) -> Path:
    """Make a project of ``count`` made-up entries in the new ``folder`` and return it.

    The vocabulary, the book's parts and the skin are those of the real project.
    """
    copy_frame(folder)
    stamp_translations(folder)
    vocabulary = read_vocabulary(folder)[0]
    assert vocabulary, "the real vocabulary has an error: see `cookbook check`"
    tongues = {language: Tongue(language) for language in SYLLABLES}
    ids: list[str] = []
    for kind in Kind:
        (folder / kind).mkdir()
    for number in range(1, count + 1):
        random = Random(f"{seed}-{number}")
        kind = Kind.PRACTICE if number % 3 == 0 else Kind.RECIPE
        id_ = f"{'-'.join(tongues['en'].some(random, 2))}-{number}"
        facts = shared_facts(random, number, kind, vocabulary, ids)
        targets = [*(f"term:{term}" for term in vocabulary.explained), *(f"entry:{other}" for other in ids[-20:])]
        write_entry(folder / kind, id_, facts, {
            language: Writer(random, tongue, targets) for language, tongue in tongues.items()
        })
        ids.append(id_)
    return folder


def copy_frame(folder: Path) -> None:
    """Copy all but the entries of the real project and what leads to them: links and menus."""
    for name in ("vocabulary", "book", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    for file in ROOT.glob("mkdocs*.yml"):
        shutil.copyfile(file, folder / file.name)
    # mkdocs.yml names a hook by its place in the project.
    (folder / "generator").symlink_to(ROOT / "generator")
    shutil.rmtree(folder / "book" / "menus")
    for file in (folder / "book").rglob("*.md"):
        file.write_text(ENTRY_LINK.sub(r"\1", file.read_text("utf-8")), "utf-8")
    plan = folder / "book" / "book.yml"
    plan.write_text(re.sub(r"(?m)^(featured|menus):.*\n(?:  .*\n)*", "", plan.read_text("utf-8")), "utf-8")


def shared_facts(random: Random, number: int, kind: Kind, vocabulary: Vocabulary, ids: list[str]) -> dict[str, Any]:
    """Return the shared facts of an entry; ``ids`` are the entries that it may be related to."""
    tags = [tag.id for tag in vocabulary.tags.values() if tag.facet not in (THEME, REGION)]
    recent = ids[-20:]
    return {
        "ref": f"{kind.letter}{number:02}",
        "chapter": random.choice(list(vocabulary.chapters)),
        "places": random.sample(list(vocabulary.places), random.randint(1, 2)),
        "tags": random.sample(tags, random.randint(5, 10)),
        "as_of": random.randint(2010, 2026),
        "duration": f"{random.randint(2, 11)} months",
        "group_size": f"{random.randint(5, 9)}–{random.randint(10, 20)}",
        "evidence": random.choice(["measured", "followed-up", "experience"]),
        "source": {"work": next(iter(vocabulary.works))},
        "related": random.sample(recent, min(3, len(recent))),
        "published": f"2026-{random.randint(1, 12):02}-01",
        "reviewed": "2026-12-01",
        "next_review": "2027-12-01",
    }


def write_entry(folder: Path, id_: str, facts: dict[str, Any], writers: dict[str, Writer]) -> None:
    """Write the files of an entry: the first language is the source, the others translate it."""
    random = next(iter(writers.values())).random
    lengths = random.randint(1, 2), random.randint(3, 4)
    source: dict[str, str] = {}
    for language, writer in writers.items():
        fields, sections = writer.fields(*lengths), writer.sections()
        if source:
            front = {"translation_of": next(iter(writers)), "digests": source, **fields}
        else:
            source = {name: digest(value) for name, value in {**fields, **sections}.items()}
            figures = [{"figure": str(random.randint(2, 90)), **result} for result in fields["results"]]
            front = {**facts, **fields, "results": figures}
        headings = catalogues()[language].sections
        body = "".join(f"\n## {headings[section]}\n\n{text}\n" for section, text in sections.items())
        (folder / f"{id_}.{language}.md").write_text(f"---\n{as_yaml(front)}---\n{body}", "utf-8")


def as_yaml(data: dict[str, Any]) -> str:
    """Write front matter the way that people do."""
    return yaml.dump(data, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=95)
