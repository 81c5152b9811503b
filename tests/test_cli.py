"""The command line as a person or a script meets it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import FakeStudio, encoded, photo
from PIL import Image as PillowImage
from test_crash import SHOOT, talk
from typer.testing import CliRunner

from tools.specs.brief import Brief
from tools.store.store import Store
from ui.attached import read_image
from ui.cli import app
from ui.progress import watching
from ui.words import spoken

HEAVY = {"mitsuba", "drjit", "onnxruntime", "cv2", "pymatting", "numba", "skimage", "scipy", "numpy", "PIL", "torch"}
START = "import sys; from ui.cli import main; "
TELL = "sys.stderr.write(' '.join(sys.modules))"
PLAN_KEYS = {"planner", "route", "category", "refusal", "question", "steps", "credits", "budget", "reply"}
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARURE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def parure(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def loaded(*words: str) -> set[str]:
    """Return the packages that a fresh process has imported when the command is done."""
    code = f"{START} sys.argv[1:] = {list(words)!r}\ntry: main()\nexcept SystemExit: pass\n{TELL}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["mask", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert not loaded(*words) & HEAVY


def test_a_plan_loads_no_engine() -> None:
    assert not loaded("plan", "a ring on slate", "--image", "what:product:a ring") & (HEAVY - {"numpy", "PIL", "scipy"})


@pytest.mark.parametrize(
    "words", [["doctor"], ["plan", "a ring on a rooftop, engine diffusion", "--image", "what:product:a ring"]]
)
def test_an_engine_that_is_set_up_is_not_loaded_before_it_is_asked_for_a_picture(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("torch", "diffusers", "transformers"):  # whether they are installed or not, these are found first
        (tmp_path / "found" / name).mkdir(parents=True)
        (tmp_path / "found" / name / "__init__.py").write_text("", "utf-8")
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "model_index.json").write_text('{"_class_name": "FluxFillPipeline"}', "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "found"), os.environ["PYTHONPATH"]]))
    monkeypatch.setenv("PARURE_DIFFUSION_MODEL", str(weights))
    assert not loaded(*words) & {"torch", "diffusers", "transformers"}
    code = "import torch, sys; sys.stderr.write(' '.join(sys.modules))"
    assert "torch" in subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr


def test_the_models_are_listed_with_size_and_licence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "unet.bin").write_bytes(bytes(1234))
    code, out, _ = parure("models", "list", "--json")
    rows = {row["name"]: row for row in json.loads(out)["models"]}
    assert code == 0
    assert rows["u2netp"]["there"]
    assert 1e6 < rows["u2netp"]["bytes"] < 1e7
    assert not rows["diffusion"]["there"]
    assert "PARURE_DIFFUSION_MODEL" in rows["diffusion"]["needs"]
    assert all(row["licence"] for row in rows.values())
    monkeypatch.setenv("PARURE_DIFFUSION_MODEL", str(weights))
    assert "diffusion" in parure("models")[1]
    rows = {row["name"]: row for row in json.loads(parure("models", "--json")[1])["models"]}
    assert (rows["diffusion"]["there"], rows["diffusion"]["bytes"]) == (True, 1234)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["get", "u2netp"], 0, "nothing was downloaded"),
        (["get", "diffusion"], 2, "PARURE_DIFFUSION_MODEL"),
        (["get", "gan"], 2, "There are: u2netp"),
        (["take"], 2, "models list"),
    ],
)
def test_getting_a_model_ends_in_a_sentence(words: list[str], code: int, says: str) -> None:
    found, out, err = parure("models", *words)
    assert found == code
    assert says in out + err


def test_a_plan_is_one_json_object_with_the_contracts_keys() -> None:
    code, out, err = parure("plan", "ring on slate, 4:5", "--image", "what:product:a silver ring", "--json")
    assert (code, err) == (0, "")
    plan = json.loads(out)
    assert set(plan) >= PLAN_KEYS
    assert plan["steps"][0]["tool"] == "reference_shoot"
    assert all(set(step) == {"tool", "args"} for step in plan["steps"])


def test_a_refusal_is_a_plan_and_ends_a_run_with_3(tmp_path: Path) -> None:
    (tmp_path / "ring.png").write_bytes(encoded(photo(), "PNG"))
    words = ["my ring on slate", "--image", "ring.png:product", "--price", "250000EUR", "--json"]
    code, out, _ = parure("plan", *words)
    assert (code, json.loads(out)["refusal"]["rule"]) == (0, "ultra_luxury")
    code, out, err = parure("run", *words)
    assert code == 3
    form = json.loads(out)
    assert (form["assets"], form["route"]) == ([], "refused")
    assert form["refusal"]["reason"] in err
    code, out, _ = parure("refusals", "list", "--json")
    refused = json.loads(out)["refusals"]
    assert [row["rule"] for row in refused] == ["ultra_luxury"]
    code, out, _ = parure("refusals", "lift", refused[0]["product"][:12], "--json")
    assert (code, json.loads(out)) == (0, {"lifted": refused[0]["product"], "also": []})
    assert json.loads(parure("refusals", "--json")[1]) == {"refusals": []}


def test_a_question_ends_a_run_with_0() -> None:
    code, out, _ = parure("run", "my ring on slate", "--json")
    assert code == 0
    form = json.loads(out)
    assert form["question"]
    assert (form["assets"], form["declined"]) == ([], [])
    assert form["seconds"] >= 0


def test_a_budget_ends_a_run_with_5(tmp_path: Path) -> None:
    (tmp_path / "ring.png").write_bytes(encoded(photo(), "PNG"))
    code, out, err = parure("run", "ring on slate", "--image", "ring.png:product", "--max-credits", "1", "--json")
    assert code == 5
    assert "4 credits" in err
    assert json.loads(out)["exit_code"] == 5
    assert json.loads(parure("credits", "--json")[1]) == {"credits": 100, "unlimited": False}


def test_a_person_without_consent_ends_a_run_with_2(tmp_path: Path) -> None:
    (tmp_path / "her.png").write_bytes(encoded(photo(), "PNG"))
    code, _, err = parure("run", "ring on white", "--image", "her.png:person")
    assert code == 2
    assert "--consent" in err


def test_credits_are_shown_added_and_set_free() -> None:
    assert parure("credits")[1] == "100 credits are left.\n"
    assert json.loads(parure("credits", "add", "20", "--json")[1]) == {"credits": 120, "unlimited": False}
    assert json.loads(parure("credits", "unlimited", "--json")[1]) == {"credits": None, "unlimited": True}
    assert parure("credits", "unlimited", "0")[1] == "120 credits are left.\n"


def test_a_file_of_briefs_is_planned_in_one_go(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": "one", "brief": "ring on slate", "images": [{"role": "product", "what": "a ring"}], "thread": None},
        {"id": "two", "brief": "make it warmer", "images": [], "thread": {"category": "ring", "assets": ["a1"]}},
    ]
    (tmp_path / "briefs.jsonl").write_text("\n".join(json.dumps(row | {"tags": ["x"]}) for row in rows))
    code, out, _ = parure("plan", "--jsonl", "briefs.jsonl", "--out", "deep/plans.jsonl", "--json")
    assert (code, json.loads(out)) == (0, {"briefs": 2, "out": "deep/plans.jsonl"})
    plans = [json.loads(line) for line in (tmp_path / "deep" / "plans.jsonl").read_text().splitlines()]
    assert [plan["id"] for plan in plans] == ["one", "two"]
    assert plans[1]["steps"][0]["tool"] == "edit"
    assert set(plans[0]) >= PLAN_KEYS


def test_a_state_file_stands_for_the_talk(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(
        json.dumps({"category": "watch", "assets": ["a1"], "last_tool": "reference_shoot"})
    )
    code, out, _ = parure("plan", "make it warmer", "--state", "state.json", "--json")
    assert (code, json.loads(out)["category"]) == (0, "watch")


@pytest.mark.parametrize(
    ("text", "path", "role", "what"),
    [
        ("ring.jpg", "ring.jpg", "unknown", ""),
        ("ring.jpg:product", "ring.jpg", "product", ""),
        ("a:b/ring.jpg:person", "a:b/ring.jpg", "person", ""),
        ("C:/ring.jpg", "C:/ring.jpg", "unknown", ""),
        ("ring.jpg:boss", "ring.jpg:boss", "unknown", ""),
        (":product", ":product", "unknown", ""),
        ("what:inspiration:a beach: at dusk", None, "inspiration", "a beach: at dusk"),
    ],
)
def test_an_image_splits_at_its_last_colon(text: str, path: str | None, role: str, what: str) -> None:
    image = read_image(text)
    assert (image.path, image.role, image.what) == (path, role, what)


def test_doctor_says_what_is_there_and_shows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARURE_LLM_KEY", "secret-word")
    monkeypatch.setenv("PARURE_LLM_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PARURE_LLM_MODEL", "some-model")
    code, out, _ = parure("doctor", "--json")
    assert code == 0
    assert "secret-word" not in out
    found = {row["name"]: row for row in json.loads(out)["findings"]}
    assert {"python", "cores", "memory", "home", "llvm", "studio", "denoiser", "u2netp", "language model"} <= set(found)
    assert found["language model"]["found"] == "set"
    assert all(row["there"] or row["needs"] for row in found.values())


def test_settings_come_from_a_dotenv_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARURE_HOME")
    (tmp_path / ".env").write_text(f"PARURE_HOME={tmp_path / 'elsewhere'}\nOTHER=1\n")
    assert parure("credits")[0] == 0
    assert (tmp_path / "elsewhere" / "ledger.sqlite").exists()


def test_the_network_is_off_here_and_in_children(tmp_path: Path) -> None:
    import socket

    import no_network

    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "the network is off in tests" in done.stderr
    with pytest.raises(OSError, match="the network is off"):
        socket.getaddrinfo("example.org", 443)
    record = Path(os.environ[no_network.RECORD])
    assert record.read_text().splitlines() == ["socket.getaddrinfo 192.0.2.1", "socket.getaddrinfo example.org"]
    record.unlink()


def shoot_until_told(home: str) -> None:
    """The inside of ``parure run``, with a studio that takes its time."""
    with spoken(as_json=True), watching(quiet=True) as watch:
        brief = Brief.model_validate({"text": "shoot", "images": [{"path": "ring.png", "role": "product"}]})
        talk(Path(home), FakeStudio(1000, 0.1), SHOOT).run(brief, "t", watch=watch)


def test_ctrl_c_ends_a_run_cleanly(tmp_path: Path, home: Path) -> None:
    (tmp_path / "ring.png").write_bytes(encoded(photo(), "PNG"))
    code = f"import typer; from test_cli import shoot_until_told; typer.run(lambda: shoot_until_told({str(home)!r}))"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    store = Store.open(home)
    deadline = time.monotonic() + 60
    while not store.ledger.calls.statuses("t"):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert err.decode().strip() == "Cancelled; nothing was charged for what was not finished."
    assert out == b""
    assert store.ledger.balance() == 100
    assert store.ledger.calls.statuses("t") == (("shoot", "failed"),)
    store.close()


def test_marks_on_the_command_line_are_kept_until_afresh(tmp_path: Path) -> None:
    square = photo(200, 160).convert("RGBA")
    square.putalpha(photo(200, 160).convert("L").point(lambda level: 255 if level < 200 else 0))
    square.save(tmp_path / "ring.png")
    (tmp_path / "strokes.json").write_text('[{"hand": "keep", "shape": "brush", "points": [[10, 10]], "radius": 6}]')

    def alpha(*words: str) -> tuple[int, int]:
        code, _, said = parure("mask", "ring.png", "--out", "cut.png", *words)
        assert code == 0, said
        cut = PillowImage.open(tmp_path / "cut.png")
        return cut.getpixel((100, 80))[3], cut.getpixel((10, 10))[3]

    assert alpha() == (255, 0)
    assert alpha("--erase", "80,60,40,40", "--strokes", "strokes.json") == (0, 255)
    assert alpha() == (0, 255)
    assert alpha("--afresh") == (255, 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--keep", "10;10"), "write a point as X,Y or a box as X,Y,WIDTH,HEIGHT"),
        (("--keep", "500,10"), "outside of the photo, which is 64×48 px"),
        (("--strokes", "ring.png"), "is not a text file"),
        (("--strokes", "bad.json"), "is not JSON: write a list of strokes."),
        (("--strokes", "odd.json"), "strokes.0.hand must be one of 'keep' or 'erase'"),
        (("--folder", ".", "--afresh"), "Name one photo, or a folder"),
    ],
)
def test_a_bad_mark_is_told(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    photo().save(tmp_path / "ring.png")
    (tmp_path / "bad.json").write_text("[")
    (tmp_path / "odd.json").write_text('[{"hand": "x", "shape": "point", "points": [[1, 1]]}]')
    code, _, said = parure("mask", "ring.png", "--out", "cut.png", *words)
    assert code == 2
    assert sentence in said
    assert len(said.splitlines()) == 1
