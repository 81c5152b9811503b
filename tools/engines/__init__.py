"""Pixels and models: arrays in, arrays out."""
