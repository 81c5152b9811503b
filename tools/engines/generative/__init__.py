"""Models that paint a set round a product, and what keeps the product out of their reach."""
