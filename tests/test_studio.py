"""The real studio at small sizes: the same bytes on any number of threads, a shadow, neutral light, a worker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tools.engines.color import linear_to_srgb
from tools.engines.progress import Progress
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.tone import tone
from tools.engines.studio.worker import WarmStudio
from tools.errors import ToolFailed
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene, SceneWish
from tools.specs.steps import Placement

pytestmark = pytest.mark.slow

SCENE = Scene(surface="plaster", surface_tint="#d8d8d8", backdrop="wall", backdrop_tint="#d8d8d8", light="hard_sun")
SIZE = 120


def recipe(**update: object) -> Recipe:
    base = Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIZE, height=SIZE, scene=SCENE,
        placement=Placement(scale=1.0, x=0, y=0), samples=4, seed=16_000_000,
    )  # fmt: skip
    return base.model_copy(update=update)


def product() -> np.ndarray:
    """A grey box in the middle of the frame, standing at 0.75 of its height."""
    image = np.full((SIZE, SIZE, 4), 0.5, np.float32)
    image[..., 3] = 0
    image[50:90, 45:75, 3] = 1
    return image


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    made = WarmStudio(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


def test_a_plate_is_lit_neutral_and_has_the_product_s_shadow(studio: WarmStudio) -> None:
    seen: list[Progress] = []
    plate = studio.render(recipe(), product(), seen.append, lambda: False)
    assert plate.shape == (SIZE, SIZE, 3)
    assert np.isfinite(plate).all()
    assert 0.15 < plate.mean() < 1.5
    floor_left, floor_right = plate[84:88, 20:40].mean(), plate[84:88, 77:90].mean()
    assert floor_right < 0.8 * floor_left, "a key on the left must throw the shadow to the right"
    lit = plate[98:118, 10:40].reshape(-1, 3).mean(0)
    assert lit.max() / lit.min() < 1.12, "a grey set under metered light must look grey"
    stages = [progress.stage for progress in seen]
    assert stages.index("preview") < stages.index("render")
    preview = seen[stages.index("preview")].preview
    assert preview is not None
    shown, made = preview[:40].mean(), linear_to_srgb(tone(plate))[:40].mean()
    assert shown == pytest.approx(made, rel=0.1), "a preview is as bright as the picture"
    assert any(p.preview is not None and max(p.preview.shape) == 512 for p in seen)


def test_without_anybody_looking_the_same_bytes_come_without_a_preview(studio: WarmStudio, tmp_path: Path) -> None:
    seen: list[Progress] = []
    unseen = WarmStudio(tmp_path, previews=False)
    try:
        unseen.warm_up()
        worker = unseen._process.pid
        plate = unseen.render(recipe(), product(), seen.append, lambda: False)
        assert unseen._process.pid == worker, "the job must go to the worker that got ready for it"
    finally:
        unseen.close()
    assert [p.stage for p in seen][:3] == ["set", "light", "preview"]
    assert all(p.preview is None for p in seen)
    np.testing.assert_array_equal(plate, studio.render(recipe(), product(), lambda _: None, lambda: False))


def test_light_from_the_right_throws_the_shadow_left(studio: WarmStudio) -> None:
    turned = recipe(scene=SCENE.model_copy(update={"light_from": "right"}))
    plate = studio.render(turned, product(), lambda _: None, lambda: False)
    assert plate[84:88, 30:43].mean() < 0.8 * plate[84:88, 80:100].mean()


def test_a_cancelled_render_says_so_and_the_worker_goes_on(studio: WarmStudio) -> None:
    with pytest.raises(ToolFailed, match="cancelled"):
        studio.render(recipe(samples=64), product(), lambda _: None, lambda: True)
    assert studio.render(recipe(), product(), lambda _: None, lambda: False).shape == (SIZE, SIZE, 3)


def test_a_product_outside_the_frame_is_one_sentence(studio: WarmStudio) -> None:
    empty = product()
    empty[..., 3] = 0
    with pytest.raises(ToolFailed, match="inside the frame"):
        studio.render(recipe(), empty, lambda _: None, lambda: False)


def test_a_worker_that_dies_is_one_sentence_and_is_replaced(studio: WarmStudio) -> None:
    def kill(_: Progress) -> None:
        os.kill(studio._process.pid, signal.SIGKILL)

    with pytest.raises(ToolFailed, match="worker stopped"):
        studio.render(recipe(samples=16), product(), kill, lambda: False)
    assert studio.render(recipe(), product(), lambda _: None, lambda: False).shape == (SIZE, SIZE, 3)


RENDER = """
import hashlib, sys
from pathlib import Path
from tools.engines.studio.backend import set_threads
set_threads(int(sys.argv[2]))
from tests_studio_support import product, recipe
from tools.engines.studio.job import render_job
plate = render_job(recipe(), product(), Path(sys.argv[1]), lambda _: None)
print(hashlib.sha256(plate.tobytes()).hexdigest())
"""


def alone(script: str, folder: Path, *words: str) -> str:
    """Return what ``script`` prints in a process of its own, with ``recipe`` and ``product`` of this file at hand."""
    root = Path(__file__).parents[1]
    support = Path(__file__).read_text(encoding="utf-8").split("@pytest.fixture")[0].replace("pytestmark", "_")
    (folder / "tests_studio_support.py").write_text(support, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(folder)])}
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    return done.stdout


def test_the_same_recipe_gives_the_same_bytes_on_one_and_two_threads(tmp_path: Path) -> None:
    assert alone(RENDER, tmp_path, "1") == alone(RENDER, tmp_path, "2")


KERNELS = """
import sys
from pathlib import Path
import numpy as np
from tools.engines.studio.backend import start
from tests_studio_support import product, recipe
from tools.engines.studio.job import render_job
from tools.engines.studio.resolve import Photo, resolve
from tools.specs.scene import SceneWish
start()
import drjit
drjit.set_flag(drjit.JitFlag.KernelHistory, True)
scene = resolve(SceneWish(look="bright_marble"), Photo(softness=1.0)).model_copy(update={"props": ()})
other = product()
other[40:92, 30:60] = 0.7
for turn in range(3):
    changes = {"frame_mm": 60.0 + 333.0 * turn, "seed": turn, "thickness_mm": 4.0 + turn, "scene": scene}
    drjit.kernel_history_clear()
    render_job(recipe(**changes), other if turn else product(), Path(sys.argv[1]), lambda _: None)
    made = [kernel for kernel in drjit.kernel_history() if "hash" in kernel and kernel["size"] > 1]
    print(len(made), sum(not kernel["cache_hit"] for kernel in made))
"""


def test_another_product_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But a kernel of a single number for the sensor, 15 ms each. A cache of its own, or the disk would hide it."""
    monkeypatch.setenv("DRJIT_CACHE_DIR", str(tmp_path / "kernels"))
    turns = [tuple(map(int, line.split())) for line in alone(KERNELS, tmp_path).splitlines()]
    assert len(turns) == 3
    assert all(kernels > 5 for kernels, _ in turns), "the history was kept"
    assert [compiled for _, compiled in turns[1:]] == [0, 0]


SURFACES = (
    KERNELS.split("other =")[0].replace('look="bright_marble"', 'surface="marble", backdrop="wall"')
    + """
for surface in ("sand", "silk", "wood", "water", "mirror", "marble"):
    drjit.kernel_history_clear()
    set_of = scene.model_copy(update={"surface": surface, "support": "ground"})
    render_job(recipe(scene=set_of), product(), Path(sys.argv[1]), lambda _: None)
    made = [kernel for kernel in drjit.kernel_history() if "hash" in kernel and kernel["size"] > 1]
    print(len(made), sum(not kernel["cache_hit"] for kernel in made))
"""
)


def test_another_surface_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but velvet and clear blocks are one kind of material, whatever lobes they have."""
    monkeypatch.setenv("DRJIT_CACHE_DIR", str(tmp_path / "kernels"))
    turns = [tuple(map(int, line.split())) for line in alone(SURFACES, tmp_path).splitlines()]
    assert [compiled for _, compiled in turns[1:]] == [0] * 5


ORPHAN = """
import sys
from pathlib import Path
from tests_studio_support import product, recipe
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.worker import WarmStudio
if __name__ == "__main__":
    studio = WarmStudio(Path(sys.argv[1]))
    def tell(progress):
        print(studio._process.pid, progress.stage, flush=True)
    studio.render(recipe(samples=900), product(), tell, lambda: False)
"""


def test_no_worker_outlives_a_killed_program(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    support = Path(__file__).read_text(encoding="utf-8").split("@pytest.fixture")[0].replace("pytestmark", "_")
    (tmp_path / "tests_studio_support.py").write_text(support, encoding="utf-8")
    (tmp_path / "orphan.py").write_text(ORPHAN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)])}
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "orphan.py"), str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        line = next(line for line in parent.stdout if "render" in line)
        worker = int(line.split()[0])
        parent.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.1)
    pytest.fail("the render worker is still there")


def test_the_same_recipe_gives_the_same_bytes_every_time(tmp_path: Path) -> None:
    """Lamps that were numbered by chance changed one plate of six."""
    studio = WarmStudio(tmp_path, previews=False)
    try:
        small = recipe(width=SIZE, height=SIZE, samples=2, scene=resolve(SceneWish(look="clay_arch"), Photo()))
        plates = {studio.render(small, product(), lambda _: None, lambda: False).tobytes() for _ in range(8)}
    finally:
        studio.close()
    assert len(plates) == 1
