"""Gradio is imported whole, in our folder, and writes nothing beside its own source."""

import subprocess
import sys
from pathlib import Path

PROBE = """
import sys
from pathlib import Path
before = list(sys.meta_path)
from ui.quiet_gradio import quiet_gradio
quiet_gradio(Path(sys.argv[1]))
import gradio, inspect
from gradio import component_meta
assert sys.meta_path == before
asked = []
component_meta.inspect.getfile = lambda component: asked.append(component) or inspect.__file__
class Own(gradio.HTML):
    EVENTS = ["change"]
assert asked == [], asked
assert gradio.Textbox(value="words").change is not None
from gradio.utils import get_upload_folder
assert get_upload_folder() == sys.argv[1], get_upload_folder()
print("fine")
"""


def test_gradio_comes_whole_and_without_its_stubs(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROBE, str(tmp_path / "page")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "fine", done.stderr
