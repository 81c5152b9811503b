"""From words to sets: a colour is of the thing it is said of, a sky is a sky, and what is offered is built."""

from typing import get_args

import pytest
from briefed import BLACK, PINK, RED, RING, SAGE, planned, scene_of, wished
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

import prompts
from tools.changes import changed_scene
from tools.edit import Changes
from tools.engines.color import hex_linear, linear_to_lab
from tools.engines.framing import Box
from tools.engines.studio.gobos import leaves
from tools.engines.studio.layout import left_out
from tools.engines.studio.lights import direction, rig_of
from tools.engines.studio.looks import LOOKS, SKY_OF_LIGHT
from tools.engines.studio.part import Extent
from tools.engines.studio.props.catalog import leaf_gobo
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.variants import reframed, varied
from tools.specs.scene import Scene, SceneWish
from tools.specs.steps import Placement
from tools.specs.words import Leaf, Light, LightFrom, Prop, Surface

BOX = Box(20, 30, 120, 140)


def lightness(color: str | None) -> float:
    assert color is not None
    return float(linear_to_lab(hex_linear(color))[0])


def blueness(color: str | None) -> float:
    assert color is not None
    return -float(linear_to_lab(hex_linear(color))[2])


# ---- A1: colours


@pytest.mark.parametrize(
    ("words", "surface", "color"),
    [
        ("ring on black velvet", "velvet", BLACK),
        ("ring on black sand", "sand", BLACK),
        ("ring on pink plaster", "plaster", PINK),
        ("ring on sage green moss", "moss", SAGE),
        ("Ring auf schwarzem Samt", "velvet", BLACK),
        ("bague sur du velours rouge", "velvet", RED),
    ],
)
def test_a_colour_said_of_the_surface_is_the_surfaces(words: str, surface: str, color: str) -> None:
    scene = scene_of(words)
    assert (scene.surface, scene.surface_tint) == (surface, color)
    assert scene.backdrop_tint != color


def test_a_drape_behind_black_velvet_is_no_burgundy() -> None:
    tint = scene_of("ring on black velvet").backdrop_tint
    lab = linear_to_lab(hex_linear(str(tint)))
    assert abs(float(lab[1])) < 3
    assert lightness(tint) < 40


def test_every_surface_takes_the_colour_that_is_said_of_it() -> None:
    for surface in get_args(Surface):
        scene = resolve(SceneWish(surface=surface, palette=(RED,), surface_color=RED), Photo(softness=1.0, tone=0.9))
        assert scene.surface_tint == RED


def test_two_colours_go_to_their_two_things_and_a_third_to_the_ribbon() -> None:
    scene = scene_of("ring on sage linen before a pink wall, with a red ribbon")
    assert (scene.surface_tint, scene.backdrop_tint, scene.prop_tint) == (SAGE, PINK, RED)


def test_a_hex_colour_is_of_the_thing_beside_it() -> None:
    scene = scene_of("ring on #f2c4cf paper, wall in #112233")
    assert (scene.surface_tint, scene.backdrop_tint) == ("#f2c4cf", "#112233")


def test_walnut_is_darker_than_wood_and_white_marble_asks_for_no_tile() -> None:
    assert lightness(scene_of("ring on walnut").surface_tint) < 40
    assert [step.tool for step in planned("ring on white marble with a book").steps] == ["reference_shoot"]


# ---- A2: skies


@pytest.mark.parametrize("surface", get_args(Surface))
@pytest.mark.parametrize("backdrop", ["sky", "horizon"])
def test_a_sky_is_sky_coloured(surface: Surface, backdrop: str) -> None:
    wish = SceneWish.model_validate({"surface": surface, "backdrop": backdrop, "light": "hard_sun"})
    assert resolve(wish, Photo(softness=1.0, tone=0.9)).backdrop_tint == SKY_OF_LIGHT["hard_sun"]


def test_a_sky_has_the_hour_of_its_light_and_the_colour_that_is_said_of_it() -> None:
    assert blueness(SKY_OF_LIGHT["hard_sun"]) > 10 > -10 > blueness(SKY_OF_LIGHT["golden_hour"])
    assert scene_of("ring on sand, pink sky").backdrop_tint == PINK
    evening = changed_scene(scene_of("ring on wood under the sky, hard sun"), Changes(light="golden_hour"))
    assert evening.backdrop_tint == SKY_OF_LIGHT["golden_hour"]


# ---- A3: offers, moods


@pytest.mark.parametrize("place", list(prompts.table("place_looks")))
def test_an_offer_promises_what_is_built(place: str) -> None:
    built = prompts.table("place_looks")[place]
    offer = built["offer"]
    for word, prop in (("leaf shadow", "leaf_shadow"), ("book", "book"), ("shell", "shell"), ("flower", "flowers")):
        assert (word in offer) == (prop in built.get("props", ())), offer
    assert ("sun" in offer) == (built.get("light") in ("hard_sun", "golden_hour")), offer
    assert ("candle" in offer) == (built.get("light") == "candle"), offer
    assert (" sky" in offer) == (built["backdrop"] == "sky"), offer


def test_a_place_brings_its_props_and_its_light() -> None:
    assert wished("in the forest").props == ("leaf_shadow",)
    assert wished("in a library").props == ("book",)
    assert wished("by the pool").light == "hard_sun"
    assert wished("in the garden, no flowers").props == ("leaf_shadow",)
    assert "leaf shadow" not in planned("in the garden on slate without leaf shadows").reply


def test_a_mood_has_its_contrast() -> None:
    plain, moody, soft = (scene_of(f"ring on slate{mood}").shadow for mood in ("", ", moody", ", romantic"))
    assert soft < plain < moody


# ---- A4, A6: podium, what has no room


def test_the_podium_of_a_look_is_built() -> None:
    assert resolve(SceneWish(look="gallery_plinth"), Photo()).support == "podium"


def seen(width: float = 20.0, from_above: bool = False) -> Extent:
    return Extent(
        -width / 2, width / 2, 40.0, from_above, from_above, eye_height=50.0, eye_distance=320.0, top=90.0
    )  # fmt: skip


def test_what_finds_no_place_is_told() -> None:
    many = ("pebbles", "shell", "book", "candle", "flowers")
    scene = Scene(surface="linen", backdrop="wall", light="softbox", props=many)  # type: ignore[arg-type]
    assert left_out(scene, 100.0, seen()) == ("flowers", "book")
    podium = Scene(surface="marble", backdrop="wall", light="softbox", support="podium", props=("podium",))
    assert left_out(podium, 100.0, seen()) == ()
    assert left_out(podium, 100.0, seen(90.0)) == ("podium",)
    assert "backdrop" in left_out(podium, 100.0, seen(from_above=True))
    arch = Scene(surface="marble", backdrop="arch", light="softbox", props=("arch",))
    assert left_out(arch, 100.0, seen()) == ("arch",)


@pytest.mark.parametrize("leaf", get_args(Leaf))
def test_the_word_chooses_the_leaf(leaf: Leaf) -> None:
    scene = scene_of(f"ring on travertine, {leaf} leaf shadow" if leaf != "monstera" else "ring, monstera shadow")
    assert (scene.leaf, "leaf_shadow" in scene.props) == (leaf, True)
    for seed in (4, 5):
        drawn = leaves(scene, rig_of(scene, False), 100.0, seen(), seed)[0].mesh
        assert len(drawn.vertices) == len(leaf_gobo(leaf, 115.0, seed).vertices)


# ---- A5: one look, one campaign


def test_further_products_of_a_message_get_the_first_ones_set() -> None:
    two = [*RING, {"role": "product", "what": "steel watch"}]
    steps = planned("ring and watch on slate", two).steps
    assert [step.args.get("like") for step in steps] == [None, "$1"]


def test_a_further_product_of_a_talk_gets_its_last_set() -> None:
    thread = {"assets": ["a1"], "last_tool": "reference_shoot", "last_scene": LOOKS["clay_arch"].model_dump()}
    step = planned("the same for this one please", thread=thread).steps[0]
    assert step.args["like"] == "a1"
    assert SceneWish.model_validate(step.args["scene"]).surface == "plaster"


# ---- A7: variants


@limits(max_examples=60, deadline=None)
@given(
    st.sampled_from(get_args(Surface)),
    st.sampled_from(get_args(Light)),
    st.sampled_from(get_args(LightFrom)),
    st.lists(st.sampled_from(get_args(Prop)), max_size=2, unique=True),
)
def test_four_variants_differ_where_all_is_said(surface: str, light: str, side: str, props: list[str]) -> None:
    wish = SceneWish.model_validate(
        {"surface": surface, "backdrop": "wall", "light": light, "light_from": side, "props": props, "camera": "front"}
    )
    scenes = [varied(resolve(wish, Photo()), wish, number, True) for number in range(4)]
    keys = [direction(rig_of(scene, False).lamps[0]) for scene in scenes]
    frames = [reframed(Placement(scale=1.0, x=100, y=50), BOX, (400, 500), number) for number in range(4)]
    assert len({(placement.x, wider) for placement, wider in frames}) == 4
    if light not in ("ring_flash",) and side in ("left", "right"):
        assert len({tuple(key.round(3)) for key in keys}) == 4
        assert all((key[0] < 0) == (side == "left") for key in keys)
    for scene in scenes:
        assert (scene.surface, scene.light, scene.light_from) == (surface, light, side)


def test_a_variants_product_stays_in_the_frame_on_its_foot() -> None:
    for x in (-20, 60, 180):
        first = Placement(scale=0.5, x=x, y=40)
        for number in range(4):
            placement, wider = reframed(first, BOX, (400, 500), number)
            assert placement.y + (BOX.y + BOX.height) * placement.scale == pytest.approx(40 + 170 * 0.5, abs=1)
            if number:
                assert placement.x + BOX.x * placement.scale >= 0
                assert placement.x + (BOX.x + BOX.width) * placement.scale <= 400
                assert wider == pytest.approx(first.scale / placement.scale)


# ---- A8: edits


def test_the_wall_is_painted_and_stays_what_it_is() -> None:
    thread = {"assets": ["a1"], "last_tool": "reference_shoot", "last_scene": LOOKS["clay_arch"].model_dump()}
    step = planned("make the wall sage", [], thread).steps[0]
    assert step.args["changes"] == {"backdrop_color": SAGE}
    scene = changed_scene(LOOKS["clay_arch"], Changes.model_validate(step.args["changes"]))
    assert (scene.backdrop, scene.backdrop_tint) == ("arch", SAGE)
    assert planned("swap the plaster for black slate", [], thread).steps[0].args["changes"] == {
        "surface": "slate", "surface_color": BLACK
    }  # fmt: skip


def test_lighter_than_the_board_is_lighter() -> None:
    board = [*RING, {"role": "inspiration", "what": "moodboard"}]
    assert planned("like this but lighter", board).steps[0].args["tone"] == {"exposure": 0.4}
    assert "tone" not in planned("like this", board).steps[0].args


def test_the_same_words_in_a_talk_are_the_same_set() -> None:
    thread = {"assets": ["a1"], "last_tool": "reference_shoot", "last_scene": LOOKS["slate_evening"].model_dump()}
    assert planned("this one in the slate evening look too", thread=thread).steps[0].args["like"] == "a1"
    assert "like" not in planned("this one on marble", thread=thread).steps[0].args


def test_under_a_sky_the_ground_runs_to_the_horizon() -> None:
    assert scene_of("ring on terrazzo under the sky").support == "ground"
    assert scene_of("ring on terrazzo on a podium under the sky").support == "podium"


def test_a_leaf_shadow_under_a_sky_falls_on_the_ground() -> None:
    for backdrop, on_wall in (("wall", True), ("sky", False), ("horizon", False)):
        scene = Scene.model_validate(
            {"surface": "wood", "backdrop": backdrop, "light": "hard_sun", "props": ["leaf_shadow"]}
        )
        rig = rig_of(scene, False)
        towards = direction(rig.lamps[0])
        middle = leaves(scene, rig, 100.0, seen(), 4)[0].mesh.vertices.mean(0)
        at_wall = middle - towards * (middle[2] + 145.0) / towards[2]
        on_ground = middle - towards * middle[1] / towards[1]
        assert (at_wall[1] > 10) == on_wall
        assert on_wall or -145 < on_ground[2] < 0


@pytest.mark.parametrize(
    ("text", "said", "unsaid"),
    [
        ("gold ring on marble next to a small elephant", ["elephant"], []),
        ("bag on a rooftop in New York with a red car", ["car"], []),
        ("montre sur un coussin de velours bordeaux", ["on a cushion"], ["coussin"]),
        ("moody watch, lots of negative space, cinematic", ["stays free"], ["not in the picture", "do not know"]),
        ("耳环放在米色亚麻布上，旁边放几颗鹅卵石", [], ["亚麻"]),
        ("戒指放在大理石上，旁边放一只陶瓷猫", ["猫"], []),
    ],
)
def test_a_reply_names_what_is_not_built_and_nothing_that_is(text: str, said: list[str], unsaid: list[str]) -> None:
    reply = planned(text).reply
    assert all(words in reply for words in said)
    assert not any(words in reply for words in unsaid)
