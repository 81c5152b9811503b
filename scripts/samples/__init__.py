"""The products of ``examples/``: shapes, materials, stage and camera of ``scripts/make_samples.py``."""
