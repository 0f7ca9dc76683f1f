"""Reading files: what is accepted, what is refused, and where it says the problem stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.load import MAX_BYTES, Document, Position, read_document
from generator.problems import Problem

GOOD = "---\ntitle: Otsikko\nbenefits:\n  - Hyöty\n---\n\nTeksti.\n"


def read(tmp_path: Path, content: str | bytes) -> tuple[Document | None, list[Problem]]:
    file = tmp_path / "entry.fi.md"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(file, "entry.fi.md")


def places(problems: list[Problem]) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in problems]


def test_front_matter_and_body_are_told_apart(tmp_path: Path) -> None:
    document, problems = read(tmp_path, GOOD)
    assert problems == []
    assert document.data == {"title": "Otsikko", "benefits": ["Hyöty"]}
    assert document.body.strip() == "Teksti."
    assert document.body_line == 6


def test_every_value_knows_its_place(tmp_path: Path) -> None:
    document, _ = read(tmp_path, GOOD)
    assert document.position(("title",)) == Position(2, 8)
    assert document.key_position(("benefits",)) == Position(3, 1)
    assert document.position(("benefits", 0)) == Position(4, 5)


def test_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    document, problems = read(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert problems == []
    assert document.data["title"] == "Otsikko"


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    document, _ = read(tmp_path, GOOD.replace("Hyöty", "Hyo\u0308ty"))
    assert document.data["benefits"] == ["Hyöty"]


@pytest.mark.parametrize("value", ["no", "12:30", "2014", "1.10", "0123", "2026-11-21", "~"])
def test_no_value_turns_into_something_else(tmp_path: Path, value: str) -> None:
    document, _ = read(tmp_path, f"---\ntitle: {value}\n---\n")
    assert document.data["title"] == value


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (1, 1, "empty-file")),
        (b" \n\n", (1, 1, "empty-file")),
        (b"---\ntitle: p\xe4\xe4\n---\n", (2, 9, "not-utf8")),
        (b"x" * (MAX_BYTES + 1), (1, 1, "file-too-large")),
        (b"---\ntitle: " + b"x" * 5000 + b"\n---\n", (2, 4000, "line-too-long")),
        (b"---\ntitle: a\x00b\n---\n", (2, 9, "control-character")),
        ("---\ntitle: a\u202eb\n---\n".encode(), (2, 9, "control-character")),
        (b"title: Otsikko\n", (1, 1, "no-front-matter")),
        (b"---\ntitle: Otsikko\n", (1, 1, "front-matter-not-closed")),
        (b"---\n---\nTeksti\n", (1, 1, "front-matter-empty")),
        (b"---\n- a\n---\n", (2, 1, "front-matter-not-mapping")),
        (b"---\ntitle: Vantaa: strategia\n---\n", (2, 14, "yaml-colon")),
        (b"---\nbenefits:\n\t- a\n---\n", (3, 1, "yaml-tab")),
        (b"---\ntitle: jonossa #2 odottaa\n---\n", (2, 15, "yaml-comment")),
        (b'---\ntitle: "auki\n---\n', (2, 8, "yaml-quote")),
        (b"---\ntitle: a\ntitle: b\n---\n", (3, 1, "duplicate-key")),
        (b"---\ntitle: &x a\n---\n", (2, 8, "yaml-feature")),
        (b"---\ntitle: *x\n---\n", (2, 8, "yaml-feature")),
        (b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n", (2, 8, "yaml-feature")),
        (b"---\na: {b: {c: {d: {e: {f: {g: h}}}}}}\n---\n", (2, 24, "too-deep")),
    ],
)
def test_bad_files_are_refused_at_their_place(tmp_path: Path, content: bytes, expected: tuple[int, int, str]) -> None:
    _, problems = read(tmp_path, content)
    assert places(problems)[0] == expected


def test_links_to_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(GOOD)
    link = tmp_path / "entry.fi.md"
    link.symlink_to(tmp_path / "secret")
    assert places(read_document(link, "entry.fi.md")[1]) == [(1, 1, "symlink")]


def test_aliases_never_multiply(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    document, problems = read(tmp_path, "---\n" + "\n".join(lines) + "\n---\n")
    assert {problem.code for problem in problems} == {"yaml-feature"}
    assert document.data["a11"] == [""] * 9


def test_nesting_without_end_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    opened, closed = "[\n " * 3000, "]\n " * 3000
    _, problems = read(tmp_path, f"---\na: {opened}{closed}\n---\n")
    assert {problem.code for problem in problems} == {"too-deep"}


def test_all_colons_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "---\ntitle: Vantaa: a\nwho: me\nsummary: b: c\nneeds: d: e\n---\n")
    assert places(problems) == [(2, 14, "yaml-colon"), (4, 11, "yaml-colon"), (5, 9, "yaml-colon")]


def test_a_character_hidden_behind_an_escape_is_found(tmp_path: Path) -> None:
    _, problems = read(tmp_path, '---\ntitle: "a\\u202Eb"\n---\n')
    assert places(problems) == [(2, 8, "control-character")]
