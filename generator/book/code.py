"""The code that leads a telephone from paper to a page."""

from __future__ import annotations

from functools import cache


@cache
def code_rows(address: str) -> list[str]:
    """Return a QR code (ISO/IEC 18004) as rows of ones and zeros, without the white around it.

    A sixth of it may be spoilt: a fold, a stain of coffee.
    """
    # Not above: it loads much, and a document without an address of the web has no codes.
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    return ["".join(map(str, row)) for row in code.matrix]
