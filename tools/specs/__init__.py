"""The nouns: frozen plain data, no I/O."""
