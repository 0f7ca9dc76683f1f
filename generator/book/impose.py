"""Pages laid out for printing: two on each side of a sheet, so that the folded sheets are a booklet.

Such a file is for the printer only: what makes a PDF accessible is lost when pages are moved.
"""

from __future__ import annotations

import io

from pypdf import PageObject, PdfReader, PdfWriter, Transformation


def sides(pages: int) -> list[tuple[int, int]]:
    """Return the pages that stand left and right on each side of the sheets, front and back by turns.

    Pages count from 0; one that is not there is left empty. A sheet has four pages.
    """
    full = -(-pages // 4) * 4
    return [
        (full - 1 - side, side) if side % 2 == 0 else (side, full - 1 - side)
        for side in range(full // 2)
    ]


def impose(pdf: bytes) -> bytes:
    """Return a PDF with the pages of another in twos, to be printed on both sides, folded and stapled."""
    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter()
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    for pair in sides(len(reader.pages)):
        sheet = PageObject.create_blank_page(width=2 * width, height=height)
        for place, number in enumerate(pair):
            if number < len(reader.pages):
                page = reader.pages[number]
                # Links would lead to where their pages were before.
                page.pop("/Annots", None)
                sheet.merge_transformed_page(page, Transformation().translate(place * width))
        writer.add_page(sheet)
    writer.compress_identical_objects()
    writer.add_metadata({"/Title": str(reader.metadata.title)})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
