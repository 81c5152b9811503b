"""The page's own style sheet and markup, read from the files beside this one."""

from pathlib import Path

HERE = Path(__file__).parent
STYLE = (HERE / "style.css").read_text("utf-8")
LOGIN = (HERE / "login.html").read_text("utf-8")
SCRIPT = (HERE / "page.js").read_text("utf-8")
"""Runs in each piece of our own markup: what carries ``data-act`` tells Gradio when it is clicked or changed."""
