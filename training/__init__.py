"""Training of the cut-out network on accessories that are made up; not part of the installed package."""
