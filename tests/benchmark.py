"""Measure what a build costs beside a bare MkDocs build of the same pages: ``make benchmark``.

For each number of entries a project is made up (:mod:`tests.made_up`) and built: by MkDocs alone from
ordinary Markdown, by us for the first time, by us again with nothing and with one entry changed, and
by MkDocs alone from the pages that our generator writes. All of it runs on the same machine in the
same minutes, so the ratios hold where the seconds do not. Nothing fails: it prints what it measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import mkdocs
from importlib.metadata import version

from generator.catalogue import Catalogue, catalogues
from generator.check import check_project
from generator.model import GLANCE, Cookbook, Entry, Kind
from generator.site.addresses import Addresses, relative
from generator.vocabulary import label
from tests.made_up import make_project

COUNTS = (45, 500, 2000)

BETWEEN_SAMPLES = 0.1
"""Seconds between two looks at the memory in use."""

INNER_LINK = re.compile(r"\]\((entry|term|tag):([a-z0-9-]+)\)")

