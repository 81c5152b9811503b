"""The talk as the page shows it: words escaped, a moodboard as swatches, the same live and after a reload."""

from agent.events import Finished, Started
from agent.live import Sent
from tools.specs.board import Board, LightRead, Swatch
from tools.specs.said import Said, StepSaid
from ui.chat import Now, transcript

LIGHT = LightRead(warmth=0.4, contrast=0.5, hardness=0.8, lean=-0.6, lift=0.2, lightness=0.4)
BOARD = Board(
    palette=(Swatch(color="#c8a878", name="sand", share=0.6), Swatch(color="#703018", name="<rust>", share=0.4)),
    temperature="warm", contrast="medium", softness="hard", side="left", key="low", light=LIGHT,
)  # fmt: skip
STEP = StepSaid(tool="reference_shoot", text="Your ring.", board=BOARD)


def shown(bubbles: list[dict]) -> str:
    return "".join(bubble["content"] for bubble in bubbles)


def test_a_moodboard_is_shown_as_swatches_and_words() -> None:
    content = shown(transcript((Said(turn=0, side="parure", text="Done.", steps=(STEP,)),), "t", {}, {}))
    assert "background:#c8a878;flex-grow:0.600" in content
    assert "background:#703018;flex-grow:0.400" in content
    assert "warm, low key, hard light from the left" in content
    assert "sand 60%" in content
    assert 'data-text="without #c8a878 (sand)"' in content
    assert 'data-text="more #703018 (&lt;rust&gt;)"' in content


def test_it_is_shown_the_same_while_it_happens() -> None:
    now = Now("t")
    now.take(Started(0, "reference_shoot", {}))
    now.take(Finished(0, "reference_shoot", "Your ring.", board=BOARD))
    assert "background:#c8a878" in shown(now.bubbles)
    assert all(bubble.get("metadata", {}).get("status") != "pending" for bubble in now.bubbles)


def test_words_from_outside_are_no_markup() -> None:
    said = (
        Said(turn=0, side="person", text="<img src=x onerror=alert(1)>\n# big"),
        Said(turn=0, side="parure", text="<b>no</b>", steps=(STEP,)),
    )
    content = shown(transcript(said, "t", {}, {}))
    for raw in ("<img src=x", "<b>no", "<rust>"):
        assert raw not in content
    now = Now("t")
    now.take(Sent(text="<script>", paths=()))
    assert "<script>" not in shown(now.bubbles)


def test_a_products_photo_can_be_touched_up_from_where_it_was_sent() -> None:
    said = (Said(turn=0, side="person", text="on slate", images=("img1", "img2", "img3")),)
    content = shown(transcript(said, "o.t", {}, {"img1": False, "img2": True}))
    assert content.count("data-touch") == 2, "a mood board is no product"
    assert 'data-touch="/touch/o.t/img1">Touch up<' in content
    assert 'class="touchup touched" data-touch="/touch/o.t/img2">Touched up<' in content
