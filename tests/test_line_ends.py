"""Line ends after the streams of a PDF: clear where they were not, and all else as it was."""

from __future__ import annotations

import datetime
import io
import itertools

import pytest
import typst
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from generator.book.line_ends import DOUBTFUL, with_clear_line_ends
from generator.book.typeset import STANDARDS
from tests.pdfs import text_of


@pytest.fixture(scope="module")
def doubtful() -> bytes:
    """A PDF of Typst's with a stream that happens to end in a carriage return."""
    for number in itertools.count():
        source = f'#set document(title: "T")\nSivu {number}'
        pdf = typst.compile(source.encode(), format="pdf", pdf_standards=STANDARDS, ignore_system_fonts=True,
                            timestamp=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
        if DOUBTFUL in pdf:
            return pdf


def by_hand(data: bytes, length: int | None = None) -> bytes:
    """Return a PDF with a page that holds one stream, as Typst writes it."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
               b"<</Length %d>>\nstream\n%s\nendstream" % (len(data) if length is None else length, data)]
    pdf, starts = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n\r\n" % start for start in starts)
    return pdf + b"xref\n0 5\n0000000000 65535 f\r\n%strailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        rows, len(pdf))


def content(pdf: bytes) -> bytes:
    return PdfReader(io.BytesIO(pdf), strict=True).pages[0].get_contents().get_data()


def test_a_doubtful_line_end_is_made_clear(doubtful: bytes) -> None:
    clear = with_clear_line_ends(doubtful)
    failed = [{failure.rule_id for failure in validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_A_2A).failures}
              for pdf in (doubtful, clear)]
    assert failed == [{"PDFA2A-STREAM-LENGTH-001"}, set()]
    assert not validate_pdf_bytes(clear, profile=ValidationProfile.PDF_UA_1).failures


def test_what_it_says_stays(doubtful: bytes) -> None:
    before, after = (PdfReader(io.BytesIO(pdf), strict=True) for pdf in (doubtful, with_clear_line_ends(doubtful)))
    assert text_of(after) == text_of(before)
    assert after.metadata == before.metadata
    assert after.xref[0] == {number: place + before_it(doubtful, place) for number, place in before.xref[0].items()}


def before_it(pdf: bytes, place: int) -> int:
    """Return how many doubtful line ends stand before a place."""
    return pdf.count(DOUBTFUL, 0, place)


def test_the_second_time_nothing_changes(doubtful: bytes) -> None:
    clear = with_clear_line_ends(doubtful)
    assert with_clear_line_ends(clear) == clear


def test_data_that_looks_like_an_end_is_left_alone() -> None:
    data = b"% a\r\nendstream\nendobj\n% b\r"
    pdf = with_clear_line_ends(by_hand(data))
    assert content(pdf) == data
    assert pdf.count(b"% b\r\r\nendstream") == 1
    assert pdf.count(b"% a\r\nendstream") == 1


@pytest.mark.parametrize("change", [
    lambda pdf: pdf[:-1],
    lambda pdf: pdf.replace(b"startxref\n", b"startxref\n1"),
    lambda pdf: pdf.replace(b"xref\n0 5\n", b"xref\n0 5 \n"),
    lambda pdf: pdf.replace(b"%%EOF", b"%%EOF\n1 0 obj\n"),
    lambda pdf: pdf.replace(b"%PDF", b"\n%PDF"),
])
def test_what_is_not_as_typst_writes_it_stays_as_it_is(change) -> None:
    pdf = change(by_hand(b"% a\r"))
    assert with_clear_line_ends(pdf) == pdf


def test_a_wrong_length_stays_wrong() -> None:
    pdf = by_hand(b"% a\r", length=3)
    assert with_clear_line_ends(pdf) == pdf
