"""What a person touches: command line, later the page."""
