"""The generator of the Cookbook of Employment Practice.

Inner rooms (``problems``, ``catalogue``, ``load``, ``model``, ``vocabulary``, ``check``, ``render``)
know nothing of MkDocs, Typst or the command line. The outer rooms (``site``, ``book``, ``epub``,
``data``, ``search``) import inward only, and ``cli`` ties them together.
"""

__version__ = "0.1.0"
