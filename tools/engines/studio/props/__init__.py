"""Things that stand and lie on a set, made as meshes from a size and a seed."""
