"""The site: plain pages on disk, which MkDocs builds, a build per language.

``addresses`` says where each page is, ``pages`` writes their contents, ``engine`` is all that knows
MkDocs, ``hooks`` runs inside it.
"""
