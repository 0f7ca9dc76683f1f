"""The generator of the Cookbook of Employment Practice.

Inner rooms (``problems``, ``catalogue``, ``load``, ``model``, ``vocabulary``, ``check``, ``render``)
know nothing of MkDocs, Typst or the command line. The outer rooms (``site``, ``book``, ``epub``,
``data``, ``search``) import inward only, and ``cli`` ties them together.
"""

import os

# Pydantic would look for plugins in everything that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
