"""Search: an index per language, made at build time, read by the engine in the browser."""
