"""The commands for those who write: begin, translate, record, see what waits, compare, describe."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import click

from generator.asking import Interview
from generator.catalogue import Catalogue, catalogues
from generator.command import EXIT_PROBLEMS, EXIT_WRONG_USE, language_option, plain, root_option
from generator.files import ContentFile, read_files
from generator.model import Kind
from generator.new import NewEntryError, check_id, entry_text, next_ref, problems_in, shared_facts, write_new
from generator.options import answer_options, missing_options, read_options, refuse_wrong
from generator.problems import Problem, errors_of, has_errors
from generator.questions import chosen, id_from, titles_of
from generator.report import as_text
from generator.stamp import stamp_translations
from generator.translate import TranslateError, source_of, translation_path, translation_text
from generator.translations import read_project_files
from generator.vocabulary import Vocabulary, read_vocabulary


@click.command()
@root_option
@language_option
@plain()
@click.argument("kind", type=click.Choice([kind.name.lower() for kind in Kind]), required=False)
@click.argument("id", required=False)
@click.option("--blank", is_flag=True, help="Ask nothing: write a file with empty fields and help, to be filled in.")
@click.option("--no-questions", is_flag=True, help="Ask nothing: take the options only, and say what is missing.")
@answer_options
def new(root: Path, words: Catalogue, kind: str | None, id: str | None, blank: bool, no_questions: bool,
        **options: Any) -> None:
    """Begin a new recipe or practice: answer questions, one by one.

    KIND is recipe or practice. ID names the entry for good: lower-case letters a-z and digits, words
    joined by hyphens, such as espoo-hankinnat. The questions and the file are in the language of
    --lang. What is given as an option is not asked. Ctrl-C ends it, and nothing is written.
    """
    vocabulary, _, problems = read_vocabulary(root)
    if vocabulary is None:
        end_with(problems, words)
    found, _ = read_files(root)
    silent = blank or no_questions
    if silent and not (kind and id):
        wrong_use(words("new.name-it"))
    try:
        if not silent:
            click.echo(words("new.hello"))
        chosen_kind = Kind[(kind or ask_kind(words)).upper()]
        if id is not None:
            check_id(root, id, vocabulary)
        titles = titles_of(found)
        known = known_ids(found, vocabulary)
        answers = read_options(options, vocabulary, titles, words)
        refuse_wrong(answers, chosen_kind, words, vocabulary, known)
        if not silent:
            Interview(chosen_kind, words, vocabulary, known, titles).ask_all(answers)
            id = id or ask_id(root, vocabulary, str(answers["title"]), words)
        elif not blank and (missing := missing_options(answers)):
            wrong_use(words("new.missing", options=", ".join(missing)))
    except NewEntryError as error:
        wrong_use(words(error.code, id=id))
    except (click.Abort, EOFError):
        click.echo(f"\n{words('new.aborted')}", err=True)
        sys.exit(EXIT_PROBLEMS)
    facts = shared_facts(next_ref(found, chosen_kind), datetime.date.today())
    file = root / chosen_kind.value / f"{id}.{words.code}.md"
    try:
        write_new(file, entry_text(answers, facts, words, blank=blank))
    except FileExistsError:
        wrong_use(words("cli.new.taken", id=id))
    path = file.relative_to(root).as_posix()
    click.echo(words("cli.new.written" if blank else "new.finished", file=path))
    if not blank:
        show(problems_in(file, path, chosen_kind, words.code, vocabulary, known), words)


def ask_kind(words: Catalogue) -> str:
    """Ask which kind of entry it is to be."""
    kinds = {kind.name.lower(): words(f"kind.{kind.value}") for kind in Kind}
    click.echo(f"\n{words('new.kind')}")
    for number, label in enumerate(kinds.values(), 1):
        click.echo(f"  {number:>3}  {label}")
    while True:
        kind, _ = chosen(str(click.prompt("> ", default="1", show_default=False, prompt_suffix="")), kinds)
        if kind:
            return kind


def ask_id(root: Path, vocabulary: Vocabulary, title: str, words: Catalogue) -> str:
    """Ask for the id of an entry, proposing one made of its title, until one is free."""
    proposal = id_from(title)
    click.echo(f"\n{words('new.id')}")
    while True:
        id_ = str(click.prompt(f"> [{proposal}] ", default=proposal, show_default=False, prompt_suffix="")).strip()
        try:
            check_id(root, id_, vocabulary)
            return id_
        except NewEntryError as error:
            click.echo(words(error.code, id=id_))


def known_ids(found: list[ContentFile], vocabulary: Vocabulary) -> dict[str, set[str]]:
    """Return the ids that links may name, by their schemes."""
    return {"entry": {file.id for file in found if file.is_entry},
            "part": {file.id for file in found if not file.is_entry},
            "term": set(vocabulary.explained), "tag": set(vocabulary.tags)}


@click.command()
@root_option
@language_option
@plain()
@click.argument("id")
@click.option("--to", "target", type=click.Choice(list(catalogues())), required=True,
              help="The language to translate to.")
def translate(root: Path, words: Catalogue, id: str, target: str) -> None:
    """Prepare a translation: a file with each source text above an empty field.

    ID is that of a recipe or practice (its reference number will do too) or of a part of the book,
    such as menus/ryhma-kayntiin. A file that is there already is never touched.
    """
    found, _ = read_project_files(root)
    try:
        source = source_of(found, id)
        path = translation_path(source, target)
        write_new(root / path, translation_text(source, catalogues()[target]))
    except TranslateError as error:
        wrong_use(words(error.code, **error.params))
    except FileExistsError:
        wrong_use(words("translate.there", path=path))
    click.echo(words("cli.new.written", file=path))


@click.command()
@root_option
@language_option
@plain()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="A table, or JSON.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to count from, if not today.")
@click.option("--within", type=click.IntRange(0), default=0, help="Also list what is due in so many days.")
def status(root: Path, words: Catalogue, format_: str, today: datetime.datetime | None, within: int) -> None:
    """Show what waits: translations behind, entries due for review, untranslated fields, broken references."""
    # Not above, as with `changes` and `schema`: the other commands are to answer at once.
    from generator.status import as_dict, as_table, status_of

    found = status_of(root, words, today.date() if today else datetime.date.today(), within)
    click.echo(as_json(as_dict(found)) if format_ == "json" else as_table(found, words))


@click.command()
@root_option
@language_option
@plain()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def stamp(root: Path, words: Catalogue, files: tuple[Path, ...]) -> None:
    """Record that translations follow their source as it stands now.

    Writes into each translation among FILES (all of them, if none is named) the digests of the
    source texts. Run it after bringing a translation up to date.
    """
    changed, problems = stamp_translations(root, [file.resolve() for file in files])
    if problems:
        end_with(problems, words)
    for path in changed:
        click.echo(path)


@click.command(name="changes")
@language_option
@plain()
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
def list_changes(words: Catalogue, old: Path, new: Path) -> None:
    """List what changes for the reader from the content in the folder OLD to that in NEW."""
    from generator.changes import as_list, changes

    click.echo(as_list(changes(old, new), new, words))


@click.command()
@root_option
@language_option
@plain()
@click.argument("name", required=False)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path),
              help="Write a file for each into this folder.")
def schema(root: Path, words: Catalogue, name: str | None, output: Path | None) -> None:
    """Print JSON Schemas for editors, described in the language of --lang.

    NAME is entry, part, memo, worksheet or menu, each also with -translation; or facets, tags, places,
    works, glossary, abbreviations or book. Without it, all are printed as one object.
    """
    from generator.schema import schemas

    vocabulary, _, problems = read_vocabulary(root)
    if vocabulary is None:
        end_with(problems, words)
    found = schemas(words, vocabulary)
    if name and name not in found:
        wrong_use(words("schema.unknown", name=name, known=", ".join(found)))
    if output:
        output.mkdir(parents=True, exist_ok=True)
        for key in [name] if name else found:
            (output / f"{key}.schema.json").write_text(as_json(found[key]) + "\n", encoding="utf-8")
    else:
        click.echo(as_json(found[name] if name else found))


def as_json(data: Any) -> str:
    """Write JSON the way that people read it."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def show(problems: list[Problem], words: Catalogue) -> None:
    """Print problems, if there are any."""
    if problems:
        click.echo(as_text(problems, words))


def end_with(problems: list[Problem], words: Catalogue) -> None:
    """Print the errors among problems and end."""
    click.echo(as_text(errors_of(problems) if has_errors(problems) else problems, words), err=True)
    sys.exit(EXIT_PROBLEMS)


def wrong_use(text: str) -> None:
    """Say what cannot be done so, and end."""
    click.echo(text, err=True)
    sys.exit(EXIT_WRONG_USE)


COMMANDS = (new, translate, stamp, status, list_changes, schema)
