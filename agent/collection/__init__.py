"""Sheets of products: read, quoted, carried out row by row, told."""
