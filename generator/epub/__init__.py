"""The whole book as EPUB 3.3, for reading on a phone."""
