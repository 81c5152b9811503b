"""The steps of a brief that begins with a product's photo."""

from typing import Any

from agent.aids import aids_of
from agent.catalogue import apart, background, cut_out_apart, detail, fronts, ghost, shadow, upright
from agent.choices import KINDS, chose
from agent.delivering import checks, exports, only_checked
from agent.engines import engine_asked
from agent.facts import Facts
from agent.followups import leaning
from agent.light_side import light_side
from agent.qualities import numeric_changes
from agent.reading_board import board_changes
from agent.reading_finer import finer, tone
from agent.reading_frame import clips, size_mm
from agent.reading_scene import wish
from agent.scan import find, said
from agent.style_words import name_given
from agent.worn_words import worn_figures
from tools.specs.board_changes import BoardChanges
from tools.specs.numbers import Numbers
from tools.specs.plan import Step

MAX_VARIANTS = 4
_OF_A_SET = ("look", "surface", "backdrop", "light", "props", "palette", "leaf")
_MOTIONS = ("push_in", "light_sweep", "orbit", "pan")
_TILE_MARKETS = frozenset({"amazon", "amazon_jewelry", "google", "shopify", "etsy"})


def first_steps(facts: Facts) -> tuple[Step, ...]:
    """Return the steps for every product of the brief, in the order they are to run."""
    steps: list[Step] = []
    for product in fronts(facts) or (facts.asset or "img1",):
        steps.extend(_for_product(facts, product, len(steps)))
    return _one_campaign(steps)


def _one_campaign(steps: list[Step]) -> tuple[Step, ...]:
    """Return ``steps`` with the set of each further product like the first one's: several products are one campaign."""
    first: dict[str, tuple[int, object]] = {}
    made: list[Step] = []
    for number, step in enumerate(steps, start=1):
        if step.tool == "reference_shoot":
            at, product = first.setdefault(repr(step.args.get("scene")), (number, step.args["product"]))
            if product != step.args["product"] and "like" not in step.args:
                step = Step(tool=step.tool, args=step.args | {"like": f"${at}"})
        made.append(step)
    return tuple(made)


def _for_product(facts: Facts, product: str, done: int) -> list[Step]:
    if facts.wants("classify") and not _makes(facts):
        return [Step(tool="classify", args={"image": product})]
    if only_checked(facts):
        return checks(facts, product)
    if facts.wants("export") and facts.market and not _makes(facts):
        return exports(facts, product)
    steps = _pictures(facts, product, done)
    return steps + _finish(facts, done + len(steps))


def _makes(facts: Facts) -> bool:
    made = ("white", "ghost", "detail", "on_model", "video", "remove_background", "straighten", "change_background")
    return facts.sets_a_scene or facts.wants(*made)


def _pictures(facts: Facts, product: str, done: int) -> list[Step]:
    """Return the making steps: cut-out, worn, tile, detail, set."""
    steps: list[Step] = []
    if facts.wants("remove_background") and (not facts.wants("white") or cut_out_apart(facts)):
        steps.append(Step(tool="remove_background", args={"asset": product}))
    if facts.wants("on_model"):
        steps.append(worn(facts, product))
    if facts.wants("ghost"):
        steps.append(ghost(facts, product, frame(facts, size=True, market=True)))
    if tile_wanted(facts) and not any(step.tool in ("white_studio", "ghost_mannequin") for step in steps):
        args = {"product": product} | _of_a_tile(facts) | upright(facts)
        steps.extend(_repeated(facts, "white_studio", args))
    steps.extend(shadow(facts, steps, done))
    if facts.wants("detail") and (not facts.sets_a_scene or apart(facts)):
        steps.append(detail(facts, product, frame(facts)))
    if behind := background(facts, product):
        return [*steps, behind]
    if set_wanted(facts, steps):
        steps.extend(shoots(facts, product, done + len(steps)))
    edited = numeric_changes(facts.text)
    if not steps and edited and facts.scene.empty and not facts.wants("video", "scene", "inspiration", "recall_style"):
        steps.append(Step(tool="edit", args={"asset": product, "changes": edited}))
    if not steps and facts.wants("reframe") and facts.aspects and facts.scene.empty:
        steps.append(Step(tool="reframe", args={"asset": product, "aspect": facts.aspects[0]}))
    if not steps and aids_of(facts) and not facts.wants("scene", "inspiration", "recall_style"):
        return [Step(tool="remove_background", args={"asset": product})]  # what is left is what is to be seen
    return steps or shoots(facts, product, done)


def tile_wanted(facts: Facts) -> bool:
    """Return whether a picture on white is wanted: white is said, or a marketplace with no set named."""
    if facts.wants("white") or (facts.wants("straighten") and not facts.sets_a_scene):
        return True
    sold = any(market in _TILE_MARKETS for market in facts.markets) and not facts.wants("export", "check_listing")
    return sold and not facts.sets_a_scene and facts.scene.first("light") is None and not facts.scene.moods


def set_wanted(facts: Facts, made: list[Step]) -> bool:
    """Return whether a set is wanted beside what is made already."""
    if facts.wants("change_background") and not made:
        return True
    if any(step.tool == "try_on" for step in made):
        return False  # the set is the try-on's own scene
    if facts.wants("on_model") and made and not said("logic", "two_outputs", facts.text):
        return False
    named = facts.sets_a_scene or bool(facts.pictures.inspiration) or facts.wants("recall_style")
    if made and facts.scene.palette and chose(facts.text, "both"):
        return True  # the dark one beside the white one
    if made:
        return named or ("scene" in facts.intents and bool(facts.scene.moods or facts.scene.first("light"))
                         and said("logic", "two_outputs", facts.text))  # fmt: skip
    return named or not facts.scene.empty


def worn(facts: Facts, product: str) -> Step:
    """Return the step that shows the product on a person.

    Without a photo of one an engine that is asked for paints them: for a hard product the person alone, with a soft one
    the whole picture. A soft one without an engine goes to the white studio.
    """
    if facts.person:
        args: dict[str, Any] = {"product": product, "person": facts.person}
        if len(facts.pictures.people) > 1 and not tile_wanted(facts):
            args["people"] = list(facts.pictures.people[:30])
        on_white = tile_wanted(facts) and not said("logic", "two_outputs", facts.text)
        if spot := next((hit.meaning for hit in find("wearing", facts.text)), None):
            args["placement"] = spot
        args |= _long(facts)
        if on_white:
            told = args | worn_figures(facts.text)
            return Step(tool="white_studio", args=told | frame(facts, size=True, market=True))
        if scene := wish(facts.scene):
            args["scene"] = scene
        return Step(tool="try_on", args=args | worn_figures(facts.text) | frame(facts, size=True, variants=True))
    scene = wish(facts.scene)
    args = {"product": product} | frame(facts, size=True, variants=True)
    if engine_asked(facts) is not None and facts.hard:
        figures = worn_figures(facts.text) | _long(facts) | ({"scene": scene} if scene else {})
        return Step(tool="try_on", args=args | figures)
    if engine_asked(facts) is not None:
        return Step(tool="reference_shoot", args=args | {"mode": "generated"} | ({"scene": scene} if scene else {}))
    args |= frame(facts, market=True)
    return Step(tool="white_studio", args=args | {"prompt": f"worn by a model; {facts.text.raw[:1500]}"})


def _long(facts: Facts) -> dict[str, Any]:
    """Return the product's size as an argument, where it is said."""
    long = size_mm(facts.text)
    return {"size_mm": int(long) if long.is_integer() else long} if long else {}


def shoots(facts: Facts, product: str, done: int) -> list[Step]:
    """Return the set pictures: one, or one for each surface when several pictures are meant."""
    base: dict[str, Any] = {"product": product}
    steps: list[Step] = []
    if facts.wants("recall_style"):
        steps.append(recall(facts))
        base["style"] = f"${done + 1}"
    if facts.pictures.inspiration:
        base["inspiration"] = list(facts.pictures.inspiration)
        base |= {"board": changes} if (changes := board_changes(facts.text)) else {}
    if facts.person and not facts.wants("on_model"):
        base["person"] = facts.person
    if like := _like(facts):
        base["like"] = like
    if steered(facts) or facts.scene.look:
        base |= {"tone": lean} if (lean := leaning(facts.text)) else {}
    elif said_tone := tone(facts.text):
        base["tone"] = said_tone
    base |= frame(facts, size=True) | ({"mode": "graded"} if facts.wants("grade_product") else {})
    for scene in _scenes(facts):
        steps.extend(_repeated(facts, "reference_shoot", base | ({"scene": scene} if scene else {})))
    return steps


def corrected_board(facts: Facts, product: str) -> Step | None:
    """Return the talk's last picture from a moodboard once more, as the message corrects the board; else nothing."""
    thread = facts.brief.thread
    last, changes = (thread.last_board if thread else None), board_changes(facts.text)
    if not last or not changes or facts.pictures.inspiration or facts.scene.look:
        return None
    told = BoardChanges.model_validate(last.get("board") or {}).then(BoardChanges.model_validate(changes))
    args = last | {"product": product, "board": told.model_dump(mode="json", exclude_defaults=True)}
    softer = "softness" in changes
    said = numeric_changes(facts.text, casts=False)
    numbers = {name: amount for name, amount in said.items() if name in Numbers.model_fields}
    if softer:  # "softer light" is neither flatter nor lighter
        numbers.pop("contrast", None)
        numbers = {name: amount for name, amount in numbers.items() if name != "exposure" or amount < 0}
    if numbers:
        moved = Numbers.model_validate(last.get("tone") or {})
        tone = {name: max(-1.0, min(1.0, getattr(moved, name) + amount)) for name, amount in numbers.items()}
        args["tone"] = moved.model_copy(update=tone).model_dump(exclude_defaults=True)
    scene = {name: value for name, value in wish(facts.scene, steered=True).items() if not (softer and name == "light")}
    if scene:
        args["scene"] = (last.get("scene") or {}) | scene
    return Step(tool="reference_shoot", args=args | frame(facts, size=True))


def _scenes(facts: Facts) -> list[dict[str, Any]]:
    scene = wish(facts.scene, steered(facts)) or _last_scene(facts)
    scene |= finer(facts.text, next(iter(facts.aspects), None))
    if "light_from" not in scene and (side := light_side(facts.text, scene)):
        scene["light_from"] = side
    if facts.wants("recall_style"):
        scene.pop("look", None)  # "our spring style" is a style's name
    surfaces = facts.scene.named.get("surface", ())
    if len(surfaces) > 1 and _several(facts):
        return [scene | {"surface": surface} for surface in surfaces]
    for key in KINDS if chose(facts.text, "both") else ():
        if len(values := facts.scene.named.get(key, ())) > 1:
            return [scene | {key: value} for value in values]
    return [scene]


def steered(facts: Facts) -> bool:
    """Return whether a moodboard or a remembered style says what the words leave open."""
    return facts.wants("recall_style") or bool(facts.pictures.inspiration)


def _last_scene(facts: Facts) -> dict[str, Any]:
    """Return what the talk's last set was, in the words of a wish."""
    last = (facts.brief.thread.last_scene if facts.brief.thread and not steered(facts) else None) or {}
    return {name: last[name] for name in _OF_A_SET if last.get(name)}


_TINTS = {"surface_color": "surface_tint", "backdrop_color": "backdrop_tint", "prop_color": "prop_tint"}
_NO_PART = ("mood", "contrast", "palette")


def _like(facts: Facts) -> str | None:
    """Return the picture whose set a further product of the talk gets, when the words ask for no other."""
    thread = facts.brief.thread
    if not (facts.pictures.products and thread and thread.assets and _last_scene(facts)):
        return None
    last, wished = thread.last_scene or {}, wish(facts.scene, steered(facts))
    same = all(last.get(_TINTS.get(name, name)) == value for name, value in wished.items() if name not in _NO_PART)
    return thread.assets[-1] if same and not facts.scene.place else None


def _of_a_tile(facts: Facts) -> dict[str, Any]:
    """Return the frame of a tile; beside a picture on a set a market's tile has its own ratio, not the set's."""
    args = frame(facts, size=True, market=True)
    if facts.sets_a_scene and "market" in args:
        args.pop("aspect", None)
    return args


def _several(facts: Facts) -> bool:
    """Whether two surfaces mean two pictures."""
    if said("logic", "two_outputs", facts.text) or chose(facts.text, "both"):
        return True
    return facts.variants == len(facts.scene.named["surface"])


def _repeated(facts: Facts, tool: str, args: dict[str, Any]) -> list[Step]:
    """Return ``tool`` as often as the variants need, at most four a call."""
    surfaces = facts.scene.named.get("surface", ())
    wanted = 1 if tool == "reference_shoot" and len(surfaces) > 1 and _several(facts) else facts.variants
    if tool == "white_studio" and facts.sets_a_scene:
        wanted = 1
    steps = []
    while wanted > 0:
        count = min(wanted, MAX_VARIANTS)
        steps.append(Step(tool=tool, args=args | ({"variants": count} if count > 1 else {})))
        wanted -= count
    return steps


def frame(facts: Facts, size: bool = False, variants: bool = False, market: bool = False) -> dict[str, Any]:
    """Return the arguments of the frame that were said."""
    args: dict[str, Any] = {}
    if facts.aspects:
        args["aspect"] = facts.aspects[0]
    if size and facts.size:
        args["size"] = facts.size
    if variants and facts.variants > 1:
        args["variants"] = min(facts.variants, MAX_VARIANTS)
    if market and facts.market in _TILE_MARKETS:
        args["market"] = facts.market
    return args


def videos(facts: Facts, asset: str) -> list[Step]:
    """Return the clips of ``asset`` that are asked for; several, each with a motion of its own."""
    motions = [facts.motion or "push_in"]
    motions += [motion for motion in _MOTIONS if motion not in motions]
    args: dict[str, Any] = {"asset": asset, "seconds": facts.seconds or 5}
    args |= {"loop": True} if said("clips", "loop", facts.text) else {}
    args |= {"fps": 30} if said("clips", "fast", facts.text) else {}
    return [
        Step(tool="video", args=args | {"motion": motion} | frame(facts)) for motion in motions[: clips(facts.text)]
    ]


def _finish(facts: Facts, last: int) -> list[Step]:
    """Return what follows on the last picture: other ratios, a clip, a file for a market."""
    steps: list[Step] = []
    for aspect in facts.aspects[1:]:
        steps.append(Step(tool="reframe", args={"asset": f"${last}", "aspect": aspect}))
    if facts.wants("video"):
        steps += videos(facts, f"${last}")
    steps += checks(facts, f"${last}") + exports(facts, f"${last}", unnamed=None)
    if facts.wants("remember_style"):
        steps.append(remember(facts, f"${last}"))
    return steps


def remember(facts: Facts, *assets: str) -> Step:
    """Return the step that keeps a style under its name."""
    args = {"brand": facts.brand, "note": facts.text.raw[:400], "assets": list(assets)}
    name = name_given(facts.text.raw)
    return Step(tool="remember_style", args=args | ({"name": name} if name else {}))


def recall(facts: Facts) -> Step:
    """Return the step that looks into the brand's styles."""
    last = {"last": True} if facts.wants("last_look") else {}
    return Step(tool="recall_style", args={"brand": facts.brand, "query": facts.text.raw[:400]} | last)


def forget(facts: Facts) -> Step:
    """Return the step that forgets the style that the message names."""
    return Step(tool="forget_style", args={"brand": facts.brand, "style": facts.text.raw[:400]})
