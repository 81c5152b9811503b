"""What a brand liked becomes the default where its brief is silent; and what becomes of each picture is noted."""

from typing import Any

from agent.owners import owner_in
from agent.run import Done
from tools.liking import liking_of
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.numbers import Numbers
from tools.specs.plan import Plan, Step
from tools.specs.scene import SceneWish
from tools.specs.style import own_brand
from tools.specs.taste import Mark, Taste
from tools.store.store import Store

MOST_TALKS = 8
_STEERED = ("style", "inspiration", "like", "person")
_OF_A_SET = ("look", "surface", "backdrop", "props", "place", "mood", "light", "palette", "camera", "display")
_OF_LIGHT = ("look", "light", "mood", "place", "palette")


def brand_key(brief: Brief, thread: str) -> str:
    """Return the brand that a message is for, as its marks are kept."""
    state = brief.thread
    return own_brand(brief.brand or (state.brand if state else None) or "", owner_in(thread))


def taste_of(brief: Brief, store: Store, thread: str) -> Taste | None:
    """Return what the brief's brand liked, if anything follows."""
    taste = liking_of(store.ledger.marks.of(brand_key(brief, thread)))
    return None if taste.empty else taste


def tuned_steps(steps: tuple[Step, ...], taste: Taste | None) -> tuple[tuple[Step, ...], Taste | None]:
    """Return ``steps`` with what was liked where they leave it open, and what of the taste came in."""
    if taste is None:
        return steps, None
    came = Taste()
    tuned = []
    for step in steps:
        added = _added(step, taste) if step.tool == "reference_shoot" else Taste()
        came = came if added.empty else added
        tuned.append(step if added.empty else _with(step, added))
    return tuple(tuned), None if came.empty else came


def note_done(brief: Brief, plan: Plan, done: tuple[Done, ...], thread: str, store: Store) -> None:
    """Keep a mark on each picture that was made on a set; one that was taken back has none."""
    brand, marks = brand_key(brief, thread), store.ledger.marks
    for step, outcome in done:
        if outcome.error is not None:
            continue
        if step.tool == "undo":
            _taken_back(brand, store.ledger.find_asset(str(step.args.get("asset")), thread).id, thread, store)
        elif step.tool in ("reference_shoot", "edit", "reframe"):
            for asset in outcome.assets:
                told = _told(step, plan, outcome.result.data if outcome.result else {})
                if (mark := _mark(asset, marks.find(brand, asset.id), thread, told)) is not None:
                    marks.note(brand, mark)


def _taken_back(brand: str, asset: str, thread: str, store: Store) -> None:
    """Take a picture's mark away, unless another talk made it, too."""
    known = store.ledger.marks.find(brand, asset)
    others = tuple(talk for talk in known.threads if talk != thread) if known else ()
    if known and others:
        store.ledger.marks.note(brand, known.model_copy(update={"threads": others}))
    else:
        store.ledger.marks.remove(brand, asset)


def _mark(asset: Asset, known: Mark | None, thread: str, told: dict[str, Any]) -> Mark | None:
    """Return the mark on a picture that was made, or made again in another talk; nothing where it has no set."""
    if asset.recipe is None or asset.recipe.scene is None:
        return None
    scene = asset.recipe.scene.model_dump(mode="json")
    mark = known or Mark(asset=asset.id, parent=asset.parent or "", scene=scene)
    return mark.model_copy(update={"threads": tuple(dict.fromkeys((*mark.threads, thread)))[-MOST_TALKS:], **told})


def _told(step: Step, plan: Plan, data: dict[str, Any]) -> dict[str, Any]:
    """Return what a step tells of its picture: how it was changed, or in which look and tune it was made."""
    if step.tool == "edit":
        return {"changes": step.args.get("changes") or {}}
    steered = any(step.args.get(name) for name in _STEERED)
    tuned = plan.tuned.tone if plan.tuned and not steered else Numbers()
    shadow = {"shadow": plan.tuned.contrast} if plan.tuned and plan.tuned.contrast and not steered else {}
    return {"style": str(data.get("style") or ""), "tuned": tuned, "changes": shadow}


def _added(step: Step, taste: Taste) -> Taste:
    """Return the part of ``taste`` that a step leaves room for."""
    if any(step.args.get(name) for name in _STEERED):
        return Taste()
    scene = step.args.get("scene") or {}
    silent = not any(scene.get(name) for name in _OF_A_SET)
    lit = any(scene.get(name) for name in _OF_LIGHT)
    toned = bool(step.args.get("tone"))
    return Taste(
        scene=taste.scene if silent else SceneWish(),
        light=None if lit else taste.light,
        tone=Numbers() if lit or toned else taste.tone,
        contrast=0.0 if lit or scene.get("contrast") else taste.contrast,
    )


def _with(step: Step, added: Taste) -> Step:
    liked = added.scene.model_dump(mode="json", exclude_defaults=True)
    liked |= {"light": added.light} if added.light else {}
    liked |= {"contrast": added.contrast} if added.contrast else {}
    args: dict[str, Any] = dict(step.args)
    if liked:
        args["scene"] = liked | (step.args.get("scene") or {})
    if added.tone != Numbers():
        args["tone"] = added.tone.model_dump(exclude_defaults=True)
    return Step(tool=step.tool, args=args)
