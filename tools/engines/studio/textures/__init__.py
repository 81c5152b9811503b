"""Surfaces, each made from a seed as a tile of colour, height and roughness."""
