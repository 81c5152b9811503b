"""All props by name."""

from collections.abc import Callable

from tools.engines.studio.props.blocks import arch, ball, glass_block, podium, steps
from tools.engines.studio.props.branch import branch
from tools.engines.studio.props.cloth import fabric_fold, ribbon
from tools.engines.studio.props.flowers import flowers
from tools.engines.studio.props.gobo import leaf_gobo
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.pebbles import pebbles
from tools.engines.studio.props.still_life import book, candle, shell
from tools.errors import BadRequest

__all__ = ["PROPS", "leaf_gobo", "make_prop"]

PROPS: dict[str, Callable[[float, int], tuple[PropPart, ...]]] = {
    "podium": podium,
    "arch": arch,
    "sphere": ball,
    "pebbles": pebbles,
    "steps": steps,
    "glass_block": glass_block,
    "flowers": flowers,
    "branch": branch,
    "fabric_fold": fabric_fold,
    "book": book,
    "candle": candle,
    "shell": shell,
    "ribbon": ribbon,
}


def make_prop(name: str, size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return the prop ``name``, ``size_mm`` at its longest, resting on y = 0 and centred on x = z = 0.

    The same name, size and seed give the same parts. Raises ``BadRequest`` for an unknown name.
    """
    if name not in PROPS:
        raise BadRequest(f"There is no prop called {name!r}; choose one of: {', '.join(sorted(PROPS))}.")
    return PROPS[name](size_mm, seed)
