"""A feed of the newest entries, one a language (Atom, RFC 4287)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.model import Entry
from generator.render import plain

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 20
"""How many entries a feed holds."""


def feed(cookbook: Cookbook, words: Catalogue, address: Callable[[Entry], str], own: str) -> bytes:
    """Return the feed of one language.

    ``address`` gives an entry's page and ``own`` is the feed's own address. Entry ids do not depend
    on the site's address, so that they stay when the site moves.
    """
    entries = sorted(cookbook.entries.values(), key=lambda entry: entry.facts.published, reverse=True)[:NEWEST]
    root = Element("feed", {"xmlns": ATOM, "xml:lang": words.code})
    SubElement(root, "title").text = words("feed.title")
    SubElement(root, "id").text = f"urn:cookbook:feed:{words.code}"
    SubElement(root, "link", {"rel": "self", "href": own})
    SubElement(root, "updated").text = _moment(max((entry.facts.reviewed for entry in entries),
                                                   default=datetime.date(2000, 1, 1)))
    author = SubElement(root, "author")
    SubElement(author, "name").text = words("home.title")
    for entry in entries:
        shown = entry.shown_in(words.code)
        texts = entry.texts[shown]
        item = SubElement(root, "entry", {"xml:lang": shown})
        SubElement(item, "title").text = plain(texts.title)
        SubElement(item, "id").text = f"urn:cookbook:{entry.id}:{words.code}"
        SubElement(item, "link", {"rel": "alternate", "hreflang": shown, "href": address(entry)})
        SubElement(item, "published").text = _moment(entry.facts.published)
        SubElement(item, "updated").text = _moment(entry.facts.reviewed)
        SubElement(item, "summary").text = plain(texts.summary)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
