"""The book room: from the cookbook to typeset PDFs.

The way: sanitised HTML becomes a small tree (``tree``), the cookbook becomes plain JSON data with
every word in it (``data``), and one Typst template (``book.typ``) sets the data (``typeset``). What
people contributed is only ever a string in that data, never code.
"""
