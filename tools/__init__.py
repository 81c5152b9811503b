"""What the agent may call: one tool, one file."""
