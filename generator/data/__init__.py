"""Open data: the whole collection for programs, and a feed of what is new."""
