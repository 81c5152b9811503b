"""A photo known again: resized, recompressed, cropped, turned or mirrored, and told from another product's photo."""
