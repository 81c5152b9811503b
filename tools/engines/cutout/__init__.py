"""The cut-out, stage by stage."""
