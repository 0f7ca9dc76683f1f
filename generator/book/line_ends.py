"""Line ends after compressed data, so that nobody can take the data's last byte for part of one.

Typst writes a line feed between a stream's data and ``endstream``. Where chance lets the data end in a
carriage return, a reader that looks for the line end before it looks at the length finds two bytes and calls
the length, which is right, wrong (ISO 19005-2, 6.1.7.1). A carriage return of the line end's own settles it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

DOUBTFUL = b"\r\nendstream\nendobj\n"
STREAM = re.compile(rb"\d+ 0 obj\n<</Length (\d+)[^\r\n]*>>\nstream\n")
TABLE = re.compile(
    rb"xref\n0 \d+\n0{10} 65535 f\r\n((?:\d{10} 00000 n\r\n)+)trailer\n[^\r\n]*\nstartxref\n(\d+)\n%%EOF")
ROW = len(b"0000000016 00000 n\r\n")


def with_clear_line_ends(pdf: bytes) -> bytes:
    """Return a PDF of Typst's in which no line end after a stream can be mistaken.

    Only bytes between streams change, and the table of where objects begin. What is not written as Typst
    writes it stays as it is.
    """
    at = pdf.find(DOUBTFUL)
    if at < 0:
        return pdf
    table = TABLE.fullmatch(pdf, pdf.rfind(b"\nxref\n") + 1)
    if not table or int(table[2]) != table.start():
        return pdf
    rows = table[1]
    starts = [int(rows[row:row + 10]) for row in range(0, len(rows), ROW)]
    in_order = sorted(starts)
    ends = []
    while at >= 0:
        end = at + 1
        stream = STREAM.match(pdf, in_order[bisect_right(in_order, at) - 1])
        if stream and stream.end() + int(stream[1]) == end:
            ends.append(end)
        at = pdf.find(DOUBTFUL, end)

    def moved(place: int) -> int:
        return place + bisect_right(ends, place)

    body = b"\r".join(pdf[start:end] for start, end in zip([0, *ends], [*ends, table.start()], strict=True))
    offsets = b"".join(b"%010d 00000 n\r\n" % moved(start) for start in starts)
    return b"".join([body, pdf[table.start():table.start(1)], offsets, pdf[table.end(1):table.start(2)],
                     b"%d" % moved(table.start()), pdf[table.end(2):]])
