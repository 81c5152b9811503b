"""The page's own style sheet and markup, read from the files beside this one."""

from pathlib import Path

HERE = Path(__file__).parent
STYLE = (HERE / "style.css").read_text("utf-8") + "".join(
    (HERE / name).read_text("utf-8") for name in ("touch.css", "fit.css")
)
LOGIN = (HERE / "login.html").read_text("utf-8")
SCRIPT = (HERE / "page.js").read_text("utf-8")
"""Runs in each piece of our own markup: what carries ``data-act`` tells Gradio when it is clicked or changed."""
TOUCH, TOUCH_SCRIPT = (HERE / "touch.html").read_text("utf-8"), (HERE / "touch.js").read_text("utf-8")
"""The touch-up editor, opened by whatever carries ``data-touch``, and what runs in it."""
FIT, FIT_SCRIPT = (HERE / "fit.html").read_text("utf-8"), (HERE / "fit.js").read_text("utf-8")
"""The points on a person, opened by whatever carries ``data-fit``, and what runs in it."""
