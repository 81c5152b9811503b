"""Our own markup in the page. Every word from outside is escaped here, and nowhere is a file of Gradio's named."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from agent.collection.cells import is_file
from agent.events import Made
from tools.specs.asset import Asset
from tools.specs.board import Board, Swatch
from tools.specs.finding import CUTOUT, Finding
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import OwnBackdrop, OwnShadow, Paper
from ui.clips import actions, mark, player
from ui.files import attached_url, url
from ui.samples import SAMPLES
from ui.touch_address import touch_url
from ui.tray import Attached

MODES = {
    "exact": "exact: the product's pixels as photographed",
    "graded": "graded: one exposure and white balance on the whole product",
    "warped": "warped: the product's pixels moved, never repainted",
    "generated": "generated: a model painted the product",
}
ROLES = {"unknown": "guess", "product": "product", "person": "person", "inspiration": "inspiration"}
MOST_THUMBS = 12
"""Photos of one message that are shown; a collection has more."""
NO_FILES: Mapping[str, str] = {}


def words(text: str, kind: str = "") -> str:
    """Return a text as one line of markup, so that no Markdown in it is read as such."""
    lines = "<br>".join(escape(line) for line in text.strip().splitlines() if line.strip())
    return f'<div class="words {kind}">{lines}</div>'


def thumbs(sources: Iterable[str]) -> str:
    """Return small pictures in a row."""
    images = "".join(f'<img src="{escape(source)}" alt="attached picture" loading="lazy">' for source in sources)
    return f'<div class="thumbs">{images}</div>' if images else ""


def product_thumbs(
    thread: str, names: tuple[str, ...], touched: Mapping[str, bool], files: Mapping[str, str] = NO_FILES
) -> str:
    """Return the pictures of a message that was sent; a product's (a name in ``touched``) can be touched up.

    ``files`` names what is no picture: a sheet, a zip of photos.
    """
    shown = [name for name in names if name not in files]
    cards = "".join(_file_card(files[name]) for name in names if name in files)
    cards += "".join(
        f'<div class="thumb"><img src="{url(thread, name, "small")}" alt="attached picture" loading="lazy">'
        f"{touch_button(thread, name, touched[name]) if name in touched else ''}</div>"
        for name in shown[:MOST_THUMBS]
    )
    cards += _file_card(f"and {more} more") if (more := len(shown) - MOST_THUMBS) > 0 else ""
    return f'<div class="thumbs">{cards}</div>' if cards else ""


def _file_card(name: str) -> str:
    return f'<span class="file">{escape(name)}</span>'


def touch_button(thread: str, name: str, touched: bool = False) -> str:
    """Return the button that opens the touch-up of a picture's product."""
    kind, said = ("touched", "Touched up") if touched else ("", "Touch up")
    return f'<button type="button" class="touchup {kind}" data-touch="{touch_url(thread, name)}">{said}</button>'


def fit_button(thread: str, product: str, person: str) -> str:
    """Return the button that opens the points by which ``product`` hangs on ``person``, two names of the talk."""
    return (
        f'<p class="fitting"><button type="button" class="touchup" data-fit="/fit/{thread}/{product}/{person}">'
        f"Set {product} on {person} by hand</button></p>"
    )


def attached_thumbs(thread: str, paths: Iterable[str]) -> str:
    """Return the pictures of a message that is under way."""
    all_paths = [Path(path) for path in paths]
    files = [path for path in all_paths if is_file(path.suffix.lower().lstrip("."))]
    shown = [attached_url(thread, path) for path in all_paths if path not in files]
    named = "".join(_file_card(path.name) for path in files)
    named += _file_card(f"and {len(shown) - MOST_THUMBS} more") if len(shown) > MOST_THUMBS else ""
    return thumbs(shown[:MOST_THUMBS]) + (f'<div class="thumbs">{named}</div>' if named else "")


def shot(thread: str, name: str, asset: Asset) -> str:
    """Return a picture of the talk with what made it."""
    picture = (
        f'<a href="{url(thread, name)}" target="_blank"><img src="{url(thread, name, "small")}" '
        f'alt="{titled(name, asset)}" width="{asset.width}" height="{asset.height}"></a>'
    )
    return (
        f'<figure class="shot">{player(thread, name, asset) if asset.moves else picture}'
        f"<figcaption><b>{escape(name)}</b><span>{asset.width} × {asset.height}</span>"
        f'<a href="{url(thread, name)}?download" download>Download</a></figcaption>'
        f"{facts(asset)}</figure>"
    )


def shots(thread: str, made: Made) -> str:
    """Return several pictures side by side."""
    return f'<div class="shots">{"".join(shot(thread, name, asset) for name, asset in made)}</div>' if made else ""


def facts(asset: Asset, shown: bool = False) -> str:
    """Return recipe and receipt to unfold."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in fact_rows(asset))
    opened = " open" if shown else ""
    return f"<details{opened}><summary>Recipe and receipt</summary><dl>{rows}</dl></details>" if rows else ""


def fact_rows(asset: Asset) -> tuple[tuple[str, str], ...]:
    """Return what is known of how a picture was made, in words."""
    rows: list[tuple[str, str]] = []
    if (receipt := asset.receipt) is not None:
        rows += [
            ("Product", MODES[receipt.mode]),
            ("Largest difference", f"{receipt.max_diff} of 255 in {receipt.core_pixels:,} product pixels"),
            ("Measured share", f"{receipt.core_share:.1%} of the product"),
            ("Engine", receipt.engine),
        ]
        if (proof := receipt.clip) is not None:
            held = f"{proof.checked} frames, ΔE {proof.mean_difference:.1f} on average after the film's compression"
            rows[1] = ("Held against the photo", held if proof.checked else "no frame of it")
            rows.append(("Clip", f"{proof.seconds:g} s, {proof.frames} frames, {proof.fps:g} a second"))
        if receipt.cast_gap is not None:
            rows.append(("Cast gap", f"ΔE {receipt.cast_gap:.1f} between the photo's white and the light"))
    if (recipe := asset.recipe) is not None:
        rows += [("Set", scene_words(recipe.scene))] if recipe.scene else []
        rows += [("Ground", ground)] if (ground := ground_words(recipe)) else []
        rows += [("Turned", f"{turn:+.1f}°")] if (turn := recipe.placement.rotation) else []
        rows += [("Scale", f"{recipe.placement.scale:.3f} of the photo"), ("Seed", str(recipe.seed))]
    if receipt is not None:
        rows += [("Time", f"{receipt.seconds:.1f} s"), ("File", receipt.output_sha256[:16])]
    return tuple(rows)


def ground_words(recipe: Recipe) -> str:
    """Return what a product without a set stands on, in words; nothing for a set or a part of the photo."""
    if (paper := recipe.step(Paper)) is not None:
        ground = paper.top if paper.top == paper.bottom else f"{paper.top} to {paper.bottom}"
    elif recipe.step(OwnBackdrop) is not None:
        ground = "your own photo"
    else:
        ground = "pure white" if recipe.on_ground else ""
    shadow = recipe.step(OwnShadow)
    return f"{ground}, shadow {shadow.strength:.0%}" if ground and shadow else ground


def scene_words(scene: Scene) -> str:
    """Return a set in words."""
    parts: list[str] = [f"on {scene.surface}", f"before {scene.backdrop}", f"{scene.light} from the {scene.light_from}"]
    parts += [*scene.props, f"{scene.camera} view"]
    if scene.stance is not None:  # a person: what they stand on, and what marks a shore, is not in the picture
        parts = [*parts[1:3], *(prop for prop in scene.props if prop == "leaf_shadow"), "at chest height"]
    return ", ".join(parts).replace("_", " ")


def progress_bar(stage: str, share: float, preview: str = "") -> str:
    """Return how far a step is, and what it looks like so far."""
    done = round(100 * min(max(share, 0.0), 1.0))
    picture = f'<img class="preview" src="{escape(preview)}" alt="preview">' if preview else ""
    bar = f'<div class="bar" role="progressbar" aria-valuenow="{done}"><i style="width:{done}%"></i></div>'
    return f'<div class="work">{picture}<div class="stage">{escape(stage)}</div>{bar}</div>'


def swatches(board: Board) -> str:
    """Return a moodboard as it was read: its colours, as wide as they were, and its light in words.

    A colour's buttons write a correction into the box, where it can be changed before it is sent.
    """
    colors = "".join(
        f'<i style="background:{swatch.color};flex-grow:{swatch.share:.3f}" title="{escape(swatch.name)}"></i>'
        for swatch in board.palette
    )
    total = sum(swatch.share for swatch in board.palette) or 1.0
    chips = "".join(_chip(swatch, swatch.share / total) for swatch in board.palette)
    said = words(f"Moodboard: {board.words}")
    light = "".join(
        _fill(word, f"{word} than the board") for word in ("lighter", "darker", "warmer", "colder", "calmer")
    )
    light += _fill("softer light", "softer light than the board")
    return f'<div class="board"><div class="colors">{colors}</div>{said}<p class="chips">{chips}</p>{light}</div>'


def _chip(swatch: Swatch, share: float) -> str:
    """Return a colour's name and share, with what can be corrected of it."""
    name, dot = escape(swatch.name), f'<i style="background:{swatch.color}"></i>'
    buttons = _fill("−", f"without {swatch.color} ({swatch.name})", f"Without {swatch.name}")
    buttons += _fill("+", f"more {swatch.color} ({swatch.name})", f"More {swatch.name}")
    return f'<span class="chip">{dot}{name} {share:.0%}{buttons}</span>'


def _fill(shown: str, text: str, label: str = "") -> str:
    named = f' aria-label="{escape(label)}" title="{escape(label)}"' if label else ""
    return f'<button data-act="fill" data-text="{escape(text)}"{named}>{escape(shown)}</button>'


def findings_list(thread: str, findings: tuple[Finding, ...]) -> str:
    """Return what a measured look found; an unsure cut-out can be touched up at once."""
    lines = "".join(
        f"<li><b>{escape(each.asset)}</b> {escape(each.text)}"
        f"{' ' + touch_button(thread, each.asset) if each.check == CUTOUT else ''}</li>"
        for each in findings
    )
    return f'<ul class="findings">{lines}</ul>' if lines else ""


def gallery(thread: str, made: Made, chosen: str | None) -> str:
    """Return the talk's pictures, the newest first; the actions show on hover and on focus."""
    if not made:
        return '<p class="quiet">Pictures gather here.</p>'
    return f'<div class="grid">{"".join(_tile(thread, name, asset, chosen) for name, asset in reversed(made))}</div>'


def _tile(thread: str, name: str, asset: Asset, chosen: str | None) -> str:
    pressed = "true" if name == chosen else "false"
    return (
        f'<div class="tile"><button class="pick" data-act="choose" data-name="{name}" aria-pressed="{pressed}">'
        f'<img src="{url(thread, name, "small")}" alt="{titled(name, asset)}" loading="lazy">'
        f"{mark(asset)}</button>"
        f'<div class="over"><a href="{url(thread, name)}?download" download aria-label="Download {name}">Download</a>'
        f"{actions(name, asset)}</div></div>"
    )


def tray(thread: str, waiting: tuple[Attached, ...], boxes: str, touched: frozenset[str] = frozenset()) -> str:
    """Return what the next message brings: each picture with its role, and the words that are asked for, as ``boxes``.

    ``touched`` holds the SHA-256 of the photos whose cut-out was touched up.
    """
    if not waiting:
        return ""
    cards = "".join(_card(thread, each, each.sha256 in touched) for each in waiting)
    return f'<div class="tray">{cards}</div>{boxes}'


def _card(thread: str, each: Attached, touched: bool) -> str:
    name = escape(each.path.name)
    if is_file(each.suffix):
        return (
            f'<div class="card">{_file_card(each.path.name)}'
            f'<button data-act="remove" data-id="{each.id}" aria-label="Take {name} back">×</button></div>'
        )
    options = "".join(
        f'<option value="{role}"{" selected" if role == each.role else ""}>{word}</option>'
        for role, word in ROLES.items()
    )
    touch = touch_button(thread, each.id, touched) if each.role in ("product", "unknown") else ""
    return (
        f'<div class="card"><img src="{attached_url(thread, each.path)}" alt="{name}" title="{name}">'
        f'<select data-act="role" data-id="{each.id}" aria-label="What {name} is">{options}</select>{touch}'
        f'<button data-act="remove" data-id="{each.id}" aria-label="Take {name} back">×</button></div>'
    )


def samples(names: tuple[str, ...]) -> str:
    """Return the sample products, one click each."""
    buttons = "".join(
        f'<button data-act="sample" data-name="{name}" title="{escape(SAMPLES[name])}">'
        f'<img src="/files/sample/{name}" alt="" loading="lazy"><span>{name}</span></button>'
        for name in names
    )
    return f'<p class="quiet">Or begin with a sample</p><div class="samples">{buttons}</div>' if buttons else ""


def talks(thread: str, entries: tuple[tuple[str, str, bool], ...], fresh: str) -> str:
    """Return the way to a new conversation and to earlier ones: (id, first words, whether it is open).

    Below stand the remembered looks, which are fetched when they are opened.
    """
    lines = "".join(
        f'<a href="/?talk={id}"{" aria-current=page" if is_open else ""}>{escape(said)}</a>'
        for id, said, is_open in entries
    )
    known = (
        f'<details class="looks" data-looks="/looks/{thread}"><summary>Remembered looks</summary><div></div></details>'
    )
    return f'<nav class="talks"><a class="new" href="/?talk={fresh}">New conversation</a>{lines}</nav>{known}'


def purse(left: int | None) -> str:
    """Return the head line with the credits left."""
    said = "Unlimited credits" if left is None else f"{left} credits left"
    return f'<header class="head"><span class="wordmark">Parure</span><span class="purse">{said}</span></header>'


def titled(name: str, asset: Asset) -> str:
    """Return what a picture is called where it cannot be seen."""
    return escape(f"{name}, {asset.tool.replace('_', ' ')}")
