"""The depth of field that a first brief asks for, from its words to the lens."""

import pytest

from agent.reading_finer import depth
from agent.spelling import understand
from tools.engines.studio.resolve import Photo, resolve
from tools.specs.scene import SceneWish


@pytest.mark.parametrize(
    "words",
    [
        "a watch on marble with shallow depth of field", "ring on stone, blurred background",
        "Ring auf Schiefer, geringe Tiefenschärfe", "bague sur du bois, faible profondeur de champ",
        "anillo sobre madera, fondo desenfocado", "anello su legno, sfondo sfocato", "anel na madeira, fundo desfocado",
        "ring op hout, geringe scherptediepte", "ahşap üzerinde yüzük, sığ alan derinliği",
        "指輪を木の上に、背景をぼかして", "戒指放在木头上，背景虚化",
    ],
)  # fmt: skip
def test_a_shallow_depth_of_field_is_heard_in_ten_languages(words: str) -> None:
    assert (depth(understand(words)) or 0.0) > 0.0


@pytest.mark.parametrize("words", ["ring on oak, everything sharp", "Ring auf Eiche, alles scharf"])
def test_a_deep_one_is_heard_too(words: str) -> None:
    assert (depth(understand(words)) or 0.0) < 0.0


@pytest.mark.parametrize(
    "words", ["a crisp product photo of my ring on slate", "sharp shadows on plaster", "ring on oak"]
)
def test_sharpness_of_the_product_or_of_a_shadow_is_no_depth_of_field(words: str) -> None:
    assert depth(understand(words)) is None


def test_the_wish_opens_or_closes_the_lens_of_its_look_within_bounds() -> None:
    usual = resolve(SceneWish(look="warm_travertine"), Photo()).blur
    assert resolve(SceneWish(look="warm_travertine", blur=0.4), Photo()).blur == pytest.approx(min(1.0, usual + 0.4))
    assert resolve(SceneWish(look="warm_travertine", blur=-1.0), Photo()).blur == 0.0
