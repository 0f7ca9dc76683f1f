"""Hooks that run inside MkDocs (``hooks:`` in ``mkdocs.yml``).

They give MkDocs the finished HTML of each page instead of having it converted once more, lend the
templates the words of the page's language, and skip pages that a former build has already made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.catalogue import catalogues
from generator.site.finding import field_words
from generator.site.pagecache import PageCache

_kept: dict[str, str] = {}
"""The HTML of pages on their way through MkDocs, by source path."""


def _cache(config: MkDocsConfig) -> PageCache | None:
    """Return the cache that the engine put into the configuration; a bare MkDocs build has none."""
    return config.extra.get("page_cache")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Take the pages out that are known already; the cache puts them in place at the end."""
    cache = _cache(config)
    if cache is None:
        return files
    in_menu = {path for item in config.nav or () for path in item.values()}
    for file in list(files.documentation_pages()):
        if file.src_uri in in_menu:
            continue
        key = cache.key(Path(file.abs_src_path).read_bytes())
        if cache.reuse(key, file.dest_uri):
            files.remove(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep the page's HTML away from the Markdown converter.

    A page whose front matter was not understood would show it to the reader: it stops the build.
    """
    if "layout" not in page.meta:
        raise PluginError(f"{page.file.src_uri}: front matter not understood")
    _kept[page.file.src_uri] = markdown
    return ""


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the page the HTML that it came with."""
    return _kept.pop(page.file.src_uri)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Lend the templates the words of this site's language."""
    env.globals["words"] = catalogues()[config.extra["language"]]
    env.globals["languages"] = catalogues()
    env.globals["field_words"] = field_words(env.globals["words"])
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Remember the finished page for the next build."""
    cache = _cache(config)
    if cache is not None:
        source = Path(page.file.abs_src_path).read_bytes()
        cache.keep(cache.key(source), output)
    return output


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Leave out the links to the previous and next page, which would tie pages to their neighbours."""
    for page in nav.pages:
        page.previous_page = page.next_page = None
    return nav
