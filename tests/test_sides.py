"""Where light, shadow and stuffs are to be, and whose a stuff is."""

from typing import Any

import pytest
from briefed import planned

LIT = {"surface": "marble", "backdrop": "seamless", "light": "soft_window", "props": [], "camera": "front"}


def changes(text: str, **scene: str) -> dict[str, Any]:
    thread = {"category": "ring", "last_tool": "reference_shoot", "last_scene": LIT | scene, "assets": ["a1"]}
    return dict(planned(text, [], thread).steps[0].args["changes"])


def scene(text: str, what: str = "steel watch") -> dict[str, Any]:
    return dict(planned(text, [{"role": "product", "what": what}]).steps[-1].args["scene"])


@pytest.mark.parametrize(
    "text",
    [
        "shadow on the other side pls", "Licht von der anderen Seite", "la lumière de l'autre côté",
        "la sombra al otro lado", "luce dall'altra parte", "a sombra do outro lado", "schaduw naar de andere kant",
        "gölge diğer tarafta olsun", "影を反対側にして", "影子换到另一边",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("now", "then"), [("left", "right"), ("right", "left")])
def test_the_other_side_is_where_the_light_is_not(text: str, now: str, then: str) -> None:
    assert changes(text, light_from=now) == {"light_from": then}


def test_a_shadow_falls_away_from_the_light() -> None:
    assert changes("let the shadow fall to the right") == {"light_from": "left"}
    assert changes("Schatten nach links") == {"light_from": "right"}
    assert changes("move it to the right") == {"product_position": "right"}


def test_shadows_that_are_placed_may_be_softer_too() -> None:
    said = changes("softer shadow on the other side", light_from="left")
    assert said["light_from"] == "right"
    assert said["shadow"] < 0


@pytest.mark.parametrize(
    "text", ["the shadows are too harsh, softer pls", "i want the shadows to be softer", "Schatten bitte weicher"]
)
def test_soft_is_said_of_the_shadows_before_it(text: str) -> None:
    said = changes(text)
    assert said["shadow"] < 0
    assert "contrast" not in said


@pytest.mark.parametrize(
    "text", ["velvet behind, marble below", "velours derrière, marbre dessous", "Samt dahinter, Marmor"]
)
def test_a_stuff_behind_is_no_ground(text: str) -> None:
    assert (scene(text)["surface"], scene(text)["backdrop"]) == ("marble", "drape")


def test_the_colour_of_a_stuff_behind_is_the_backdrops() -> None:
    said = scene("black velvet behind, white marble")
    assert (said["backdrop_color"], said["surface_color"]) == ("#1a1a1a", "#f4f2ee")


@pytest.mark.parametrize("text", ["leather and old books", "Leder, Abendlicht", "deri, mum ışığı", "革とキャンドル"])
def test_leather_by_itself_is_a_hard_products_ground(text: str) -> None:
    assert scene(text)["surface"] == "leather"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("leather, soft light", "watch with leather strap"), ("leather, soft light", "bag"),
        ("leather strap, soft light", "steel watch"), ("cinturino in pelle, luce morbida", "orologio"),
    ],
)  # fmt: skip
def test_leather_that_may_be_the_products_is_none(text: str, what: str) -> None:
    assert "surface" not in scene(text, what)


def test_an_alteration_is_declined_and_the_rest_is_done() -> None:
    thread = {"category": "ring", "last_tool": "reference_shoot", "last_scene": LIT, "assets": ["a1"]}
    plan = planned("mach den Stein größer und das Bild heller", [], thread)
    assert plan.declined
    assert plan.steps[0].args["changes"] == {"exposure": 0.4}
