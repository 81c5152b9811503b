"""The command line. Each command is a few lines: words in, the assistant asked, words out."""

import gc
import uuid
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.errors import BadRequest
from ui.cli_house import credits, doctor, models, people, refusals, styles
from ui.cli_parts import Brand, Json, desk_of_home
from ui.words import agrees, emit, error_form, note, spoken, tell

if TYPE_CHECKING:
    from tools.specs.brief import Brief

app = typer.Typer(
    name="parure",
    help="An art director for accessory brands that never redraws the product.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

COLLECT = (50_000, 20, 20)
"""When Python looks for garbage: at its own thresholds a fifth of the time to import everything goes there."""

Text = Annotated[str | None, typer.Argument(help="What you want, in your own words.", metavar="BRIEF")]
Images = Annotated[
    list[str] | None,
    typer.Option("--image", help="PATH, PATH:role (product, person, inspiration) or what:role:words; repeatable."),
]
Price = Annotated[str | None, typer.Option(help="What the product costs, for example 1200EUR.")]
Credits = Annotated[int | None, typer.Option("--max-credits", min=0, help="Spend no more than this.")]
Thread = Annotated[str | None, typer.Option(help="Name of the conversation to go on with.")]


@app.command()
def plan(
    text: Text = None,
    image: Images = None,
    brand: Brand = None,
    price: Price = None,
    max_credits: Credits = None,
    thread: Thread = None,
    state: Annotated[Path | None, typer.Option(help="The conversation so far, as a JSON file.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help="A file of briefs, one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="With --jsonl: the file the plans go to.")] = None,
    as_json: Json = False,
) -> None:
    """Say what would be done and what it would cost; do nothing."""
    with spoken(as_json):
        from ui.attached import read_state
        from ui.delivered import plan_form
        from ui.planned import plan_file, show_plan

        if jsonl is not None:
            count = plan_file(jsonl, out)
            note(f"{count} briefs planned into {out}.")
            if as_json:
                emit({"briefs": count, "out": str(out)})
            return
        brief = _brief(text, image, brand=brand, price=price, max_credits=max_credits)
        if state is not None:
            brief = brief.model_copy(update={"thread": read_state(state)})
        with desk_of_home() as assistant:
            planned = assistant.plan(brief, thread)
        emit(plan_form(planned)) if as_json else tell(show_plan(planned))


@app.command()
def run(
    text: Text = None,
    image: Images = None,
    out: Annotated[Path, typer.Option(help="The folder the pictures go to.")] = Path("out"),
    thread: Thread = None,
    brand: Brand = None,
    price: Price = None,
    max_credits: Credits = None,
    yes: Annotated[bool, typer.Option("--yes", help="Go on past a question when the steps are clear.")] = False,
    consent: Annotated[bool, typer.Option("--consent", help="The person in the photo agreed, or is you.")] = False,
    recipe: Annotated[Path | None, typer.Option(help="A recipe's JSON, made again with the photo given.")] = None,
    as_json: Json = False,
) -> None:
    """Plan a brief and carry it out; the same --thread goes on with the conversation."""
    with spoken(as_json):
        from ui.attached import with_recipe
        from ui.delivered import ready, run_form
        from ui.planned import show_run
        from ui.progress import watching

        said = with_recipe(text, recipe)
        brief = _brief(said, image, brand=brand, price=price, max_credits=max_credits)
        folder = ready(out)
        with desk_of_home() as assistant, watching(quiet=as_json) as watch:
            result = assistant.run(brief, thread or _new_thread(), yes, consent, watch)
            form = run_form(result, folder, assistant)
    emit(form) if as_json else tell(show_run(form))
    if result.error is not None:
        note(result.error.sentence)
        raise typer.Exit(result.error.exit_code)


@app.command()
def batch(
    sheet: Annotated[Path, typer.Argument(help="A CSV or XLSX: a row a product.", metavar="SHEET")],
    out: Annotated[Path, typer.Option(help="The folder the pictures and the report go to.")] = Path("out"),
    photos: Annotated[Path | None, typer.Option(help="The photos' folder or zip, when not beside the sheet.")] = None,
    output: Annotated[
        list[str] | None, typer.Option(help="For rows that name none: tile, look, detail, ghost, cutout; repeatable.")
    ] = None,
    words: Annotated[str | None, typer.Option("--look", help="The set of the looks, in your own words.")] = None,
    brand: Brand = None,
    max_credits: Credits = None,
    thread: Annotated[str | None, typer.Option(help="Where it is kept what is made; a new name begins anew.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Agree to the quote beforehand.")] = False,
    as_json: Json = False,
) -> None:
    """Quote a sheet of products, then make their tiles and looks; run it again and it goes on where it was."""
    with spoken(as_json):
        from ui.collected import Folder, error_of, quote_form, sheet_call, show_skus
        from ui.delivered import ready
        from ui.progress import watching

        order = {"outputs": output, "words": words, "brand": brand, "max_credits": max_credits}
        call = sheet_call(sheet, photos, thread, order)
        folder = ready(out)
        with desk_of_home() as assistant:
            quote = assistant.quote(call)
            if not (yes or quote.agreed or not quote.pictures or agrees(quote_form(quote), as_json)):
                return
            files = Folder(folder, assistant, quote)
            with watching(as_json, files.take) as watch:
                report = assistant.collect(call, watch)
            form = files.report(report)
    error = error_of(report)
    emit(form | (error_form(error) if error else {})) if as_json else tell(show_skus(form))
    if error is not None:
        note(error.sentence)
        raise typer.Exit(error.exit_code)


@app.command()
def classify(
    images: Annotated[list[Path], typer.Argument(help="Photos.", metavar="IMAGE...")], as_json: Json = False
) -> None:
    """Say what kind of thing each photo shows, as far as it is sure."""
    with spoken(as_json):
        from ui.looked import classify_each

        with desk_of_home() as assistant:
            forms = classify_each(assistant, images)
        if as_json:
            emit({"images": forms})
        else:
            tell("\n".join(f"{form['path']}: {form.get('category') or form.get('question') or '?'}" for form in forms))


@app.command()
def mask(
    image: Annotated[Path | None, typer.Argument(help="A photo.", metavar="IMAGE")] = None,
    out: Annotated[Path | None, typer.Option(help="The cut-out's file, or with --folder the folder.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Cut out every photo in this folder.")] = None,
    keep: Annotated[list[str] | None, typer.Option(help="Product: a point X,Y or box X,Y,W,H; repeatable.")] = None,
    erase: Annotated[list[str] | None, typer.Option(help="Not product: a point X,Y or box X,Y,W,H.")] = None,
    strokes: Annotated[Path | None, typer.Option(help="Strokes of a brush, as a JSON file.")] = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="Forget what was touched up before.")] = False,
    as_json: Json = False,
) -> None:
    """Cut the product out: a PNG of the photo's size with a straight alpha channel. Marks are kept with the product."""
    with spoken(as_json):
        from ui.looked import mask_folder, mask_one, read_marks
        from ui.progress import watching

        if (image is None) == (folder is None):
            raise BadRequest("Name one photo, or a folder of photos with --folder.")
        marks = read_marks(keep, erase, strokes, afresh)
        if marks and folder is not None:
            raise BadRequest("Marks belong to one photo: leave --folder out, or the marks.")
        with desk_of_home() as assistant, watching(quiet=as_json) as watch:
            if folder is not None:
                form = mask_folder(assistant, folder, out or Path("out"), watch)
            elif image is not None:
                form = mask_one(assistant, image, out or Path("out/cutout.png"), watch, marks)
    failed, count = form.get("failed", 0), len(form.get("images", ()))
    emit(form) if as_json else tell(form.get("path") or f"{count - failed} of {count} photos are cut out.")
    if failed:
        note(f"{failed} of {count} photos could not be cut out; --json says why.")
        raise typer.Exit(BadRequest.exit_code)


@app.command("try-on")
def try_on(
    product: Annotated[Path, typer.Argument(help="The product's photo.", metavar="PRODUCT")],
    person: Annotated[Path, typer.Argument(help="The person's photo.", metavar="PERSON")],
    out: Annotated[Path, typer.Option(help="The picture's file.")] = Path("out/try-on.png"),
    consent: Annotated[bool, typer.Option("--consent", help="The person in the photo agreed, or is you.")] = False,
    kind: Annotated[str | None, typer.Option(help="What the product is, for example watch.")] = None,
    placement: Annotated[str | None, typer.Option(help="Where it is worn, for example wrist.")] = None,
    size_mm: Annotated[float | None, typer.Option(min=1, help="The product's size in millimetres.")] = None,
    ring_size: Annotated[str | None, typer.Option(help="The finger's ring size: EU 54, US 7 or UK N.")] = None,
    handle: Annotated[
        list[str] | None, typer.Option(help="A point X,Y of the person's photo (0..1) it hangs from; repeatable.")
    ] = None,
    scale_bar: Annotated[bool, typer.Option("--scale-bar", help="Draw a scale bar into a corner.")] = False,
    as_json: Json = False,
) -> None:
    """Put a photographed product on a photographed person, by geometry only; or say what to photograph instead."""
    with spoken(as_json):
        from ui.progress import watching
        from ui.worn import Wearing, put_on, say_worn

        wearing = Wearing(product, person, out, kind, placement, size_mm, ring_size, tuple(handle or ()), scale_bar)
        with desk_of_home() as assistant, watching(quiet=as_json) as watch:
            form, error = put_on(assistant, wearing, consent, _new_thread(), watch)
    emit(form) if as_json else tell(say_worn(form))
    if error is not None:
        note(error.sentence)
        raise typer.Exit(error.exit_code)


@app.command()
def verify(image: Annotated[Path, typer.Argument(help="A picture made here.")], as_json: Json = False) -> None:
    """Measure a picture's receipt again from the stored photo and cut-out."""
    from ui.looked import verify_one

    with spoken(as_json), desk_of_home() as assistant:
        form = verify_one(assistant, image)
    if as_json:
        emit(form)
    elif form["ok"]:
        tell("The receipt holds: every core pixel is the photo's.")
    if not form["ok"]:
        note(" ".join(form["differences"]))
        raise typer.Exit(BadRequest.exit_code)


for _command in (credits, refusals, people, styles, models, doctor):
    app.command()(_command)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Where to listen; beyond this machine PARURE_PASSWORD is needed.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 7860,
) -> None:
    """Open the page: chat, drop photos in, get pictures."""
    with spoken(as_json=False):
        from ui.serve import serve as serve_page

        serve_page(host, port)


def main() -> None:
    """The console script."""
    gc.set_threshold(*COLLECT)
    app()


def _brief(text: str | None, images: list[str] | None, **fields: Any) -> "Brief":
    from ui.attached import make_brief, read_image

    if not text and not images:
        raise BadRequest('Say what you want, for example: parure run "ring on warm travertine" --image ring.jpg')
    attached = tuple(read_image(image) for image in images or ())
    return make_brief({"text": text or "", "images": attached, **fields})


def _new_thread() -> str:
    return f"run-{datetime.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}"
