"""What pages have to stand in a real browser: axe-core, narrow and wide windows, light and dark; and patience."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

by_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])
by_width = pytest.mark.parametrize("width", [320, 1280])


@contextmanager
def window(browser: Browser, server: str, width: int, scheme: str) -> Iterator[Page]:
    """A page in a window of a width, in a colour scheme, without motion."""
    # axe-core is put into the page by the test; the page's own policy would refuse it.
    context = browser.new_context(base_url=server, color_scheme=scheme, viewport={"width": width, "height": 900},
                                  reduced_motion="reduce", bypass_csp=True)
    yield context.new_page()
    context.close()


def settled(page: Page) -> None:
    """Wait until the page has done what waits for a pause in typing: a later timer of its own comes after those."""
    page.evaluate("() => new Promise(done => setTimeout(done, 500))")


def assert_fine(page: Page) -> None:
    """Assert that axe-core finds no violation, and that nothing is wider than the window."""
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
