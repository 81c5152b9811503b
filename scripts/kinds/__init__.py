"""How the classifier's network and head were made: see ``scripts/make_kinds.py``."""
