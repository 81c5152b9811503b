"""The path-traced set around a product."""
