"""The memory of a talk: what a message finds there, and what it leaves."""

from pathlib import Path
from typing import Any

from agent.collection.cells import is_file
from agent.run import Done
from agent.scan import said
from agent.spelling import understand
from agent.uploads import MOST_IMAGES, Upload, name_words
from agent.worn_words import worn_figures
from tools.errors import Refused
from tools.known_again import remember
from tools.registry import Outcome
from tools.specs.asset import Asset
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.plan import Plan, Step
from tools.specs.product import Product, Refusal
from tools.specs.words import Role, hardness_of
from tools.store.ledger import UPLOAD
from tools.store.redaction import FORGOTTEN
from tools.store.store import Store

REMEMBERED = 40
STICKY = ("counterfeit", "bespoke", "authenticity", "ultra_luxury")
"""Rules about the thing itself. ``unsafe`` is about a request, and is judged anew with each."""

SHEET = "batch"
_OF_THE_SAME_SET = ("edit", "undo", "reframe")
"""Steps after which the moodboard of the last picture is still what is being talked about."""


def in_thread(brief: Brief, store: Store, thread: str) -> Brief:
    """Return the brief with what the talk knows: state, price, brand; and, before the first picture, its photos."""
    state = brief.thread or store.ledger.state(thread)
    words = understand(brief.text)
    again = bool(worn_figures(words)) and not brief.images
    images = brief.images if brief.images or (state.assets and not again) else _earlier_uploads(store, thread)
    if brief.images and said("intents", "on_model", words) and not any(each.role == "person" for each in images):
        images += _earlier_person(store, thread)
    return brief.model_copy(
        update={
            "thread": state,
            "images": images,
            "price": brief.price or state.price,
            "brand": brief.brand or state.brand,
        }
    )


def _earlier_uploads(store: Store, thread: str) -> tuple[BriefImage, ...]:
    uploads = [asset for _, asset in store.ledger.assets(thread) if asset.tool == UPLOAD and not is_file(asset.suffix)]
    if len(uploads) > MOST_IMAGES:  # a sheet's
        return ()
    return tuple(_as_image(asset, store, thread) for asset in uploads)


def _earlier_person(store: Store, thread: str) -> tuple[BriefImage, ...]:
    """Return the talk's newest photo of a person who agreed: one person carries the next products, too."""
    uploads = [asset for _, asset in store.ledger.assets(thread) if asset.tool == UPLOAD]
    people = [asset for asset in uploads if store.ledger.has_consent(asset.id)]
    return tuple(_as_image(asset, store, thread) for asset in people[-1:])


def _as_image(asset: Asset, store: Store, thread: str) -> BriefImage:
    product = store.ledger.product(asset.sha256)
    role: Role = "product" if product else "person" if store.ledger.has_consent(asset.id) else "unknown"
    kind = (product.category or "").replace("_", " ") if product else ""
    words = " ".join(filter(None, [name_words(Path(asset.note)), kind]))
    hidden = store.ledger.is_hidden(asset.id, thread)
    return BriefImage(role=role, what=words or "a photo", path=str(store.images.path(asset.sha256)), hidden=hidden)


def after(brief: Brief, plan: Plan, done: tuple[Done, ...], names: tuple[str, ...]) -> ThreadState:
    """Return what the talk remembers after this message. ``names`` are the pictures it made, in order."""
    state = brief.thread or ThreadState()
    forgot = any(step.tool == "forget_style" and outcome.error is None for step, outcome in done)
    text = FORGOTTEN if forgot else brief.text
    update: dict[str, Any] = {
        "category": plan.category or state.category,
        "history": (*state.history, text)[-REMEMBERED:] if text.strip() else state.history,
        "price": brief.price,
        "brand": brief.brand,
    }
    kept = list(state.assets)
    for step, outcome in done:
        if outcome.error is None:
            update |= _last(step, outcome)
            if step.tool == "undo" and step.args.get("asset") in kept:
                kept.remove(step.args["asset"])
    update["assets"] = (*kept, *(name for name in names if name not in kept))
    return state.model_copy(update=update)


def _last(step: Step, outcome: Outcome) -> dict[str, Any]:
    """Return the last_… fields that a step leaves; one that made no picture leaves none."""
    if not outcome.assets:
        return {}
    recipe = outcome.assets[-1].recipe
    scene = step.args.get("scene") if recipe is None or recipe.scene is None else recipe.scene.model_dump(mode="json")
    changes = step.args.get("changes")
    tool = outcome.assets[-1].tool if step.tool == SHEET else step.tool
    last = {"last_tool": tool, "last_scene": scene, "last_changes": changes}
    shot = outcome.result.data.get("shot") if outcome.result else None
    return last if step.tool in _OF_THE_SAME_SET else last | {"last_board": shot}


def photos(uploads: tuple[Upload, ...], store: Store, thread: str) -> tuple[Asset, ...]:
    """Return the photos that a message is about: those attached, else those of the thread."""
    kept = (asset for _, asset in store.ledger.assets(thread) if asset.tool == UPLOAD)
    return tuple(upload.asset for upload in uploads) or tuple(kept)


def products(uploads: tuple[Upload, ...], store: Store, thread: str) -> tuple[Product, ...]:
    """Return the kept products that a message is about."""
    found = (store.ledger.product(photo.sha256) for photo in photos(uploads, store, thread))
    return tuple(product for product in found if product is not None)


def keep_products(brief: Brief, plan: Plan, uploads: tuple[Upload, ...], store: Store, thread: str) -> None:
    """Keep what the message told of its products, and a refusal, which sticks to them."""
    named = {str(step.args.get(name)) for step in plan.steps for name in ("product", "asset", "image")}
    insides = {step.args.get("inside") for step in plan.steps}
    shown = [upload for upload in uploads if _is_product(upload, brief, plan, named)]
    things = sum(f"img{upload.place + 1}" not in insides for upload in shown)
    for sha256 in (upload.asset.sha256 for upload in shown):
        known = store.ledger.product(sha256) or Product(id=sha256, size_mm=None, refusal=None)
        category = plan.category if plan.category and things == 1 else known.category
        told: dict[str, Any] = {
            "category": category,
            "hardness": hardness_of(category) if category else known.hardness,
            "price": brief.price or known.price,
            "brand": brief.brand or known.brand,
        }
        store.ledger.save_product(known.model_copy(update=told))
    if plan.refusal is not None and plan.refusal.rule in STICKY:
        for product in products(uploads, store, thread):
            store.ledger.save_product(product.model_copy(update={"refusal": product.refusal or plan.refusal}))
            if product.known_as is None:
                remember(product.id, store)


def _is_product(upload: Upload, brief: Brief, plan: Plan, named: set[str]) -> bool:
    role = brief.images[upload.place].role
    return role == "product" or (role == "unknown" and (plan.refusal is not None or f"img{upload.place + 1}" in named))


def turned_down(plan: Plan, refused: Refused) -> Plan:
    """Return the plan of a brief about a product that was refused before."""
    refusal = Refusal.model_validate({"rule": refused.rule, "reason": refused.reason, "advice": refused.advice})
    update = {"route": "refused", "refusal": refusal, "question": None, "steps": (), "credits": 0}
    return plan.model_copy(update=update | {"reply": refused.sentence})
