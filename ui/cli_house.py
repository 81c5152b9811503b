"""The commands about the house: credits, refusals, remembered looks, trained models, what is there."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tools.errors import BadRequest
from ui.cli_parts import Brand, Json, assistant_of_home, desk_of_home
from ui.words import emit, note, spoken, tell


def credits(
    action: Annotated[str, typer.Argument(help="show, add or unlimited")] = "show",
    amount: Annotated[int | None, typer.Argument(help="With add: how many; with unlimited: 0 ends it.")] = None,
    as_json: Json = False,
) -> None:
    """Show the credits left, add some, or stop counting (it is your machine)."""
    from ui.planned import show_spending, spending_form

    with spoken(as_json), assistant_of_home() as assistant:
        ledger = assistant.store.ledger
        if action == "add" and amount is not None:
            ledger.grant(amount)
        elif action == "unlimited":
            ledger.set_unlimited(amount != 0)
        elif action != "show":
            raise BadRequest("Say `parure credits show`, `parure credits add N` or `parure credits unlimited`.")
        left = ledger.balance()
        models = ledger.spending.by_model()
        if as_json:
            emit({"credits": left, "unlimited": left is None} | ({"models": spending_form(models)} if models else {}))
        else:
            tell("Credits are unlimited." if left is None else f"{left} credits are left.")
            for line in show_spending(models):
                tell(line)


def people(
    action: Annotated[str, typer.Argument(help="list or forget")] = "list",
    photo: Annotated[str | None, typer.Argument(help="With forget: the beginning of the photo's id.")] = None,
    as_json: Json = False,
) -> None:
    """List the people whose photos are kept with their word, or forget one with all that was made of the photo."""
    with spoken(as_json), assistant_of_home() as assistant:
        store = assistant.store
        if action == "forget" and photo is not None:
            gone = store.ledger.people.withdraw(photo)
            files = sum(store.images.remove(sha256) for sha256 in gone.files)
            files += sum(store.plates.remove(key) for key in gone.plates)
            form = {"forgotten": gone.id, "pictures": list(gone.pictures), "files": files}
            said = f"Forgotten: the photo {gone.id} and {len(gone.pictures)} pictures made of it, {files} files."
            emit(form) if as_json else tell(said)
        elif action == "list":
            kept = store.ledger.people.all()
            if as_json:
                emit({"people": [asdict(person) for person in kept]})
            for person in () if as_json else kept:
                tell(f"{person.id}  {person.name}  agreed {person.given_at}  {person.made} pictures")
        else:
            raise BadRequest("Say `parure people list` or `parure people forget ID`.")


def refusals(
    action: Annotated[str, typer.Argument(help="list or lift")] = "list",
    product: Annotated[str | None, typer.Argument(help="With lift: the beginning of the product's id.")] = None,
    as_json: Json = False,
) -> None:
    """List the products that were declined, or lift one refusal (at the machine only)."""
    with spoken(as_json), assistant_of_home() as assistant:
        from ui.looked import refusal_form, say_lifted, say_refused

        if action == "lift" and product is not None:
            lifted = assistant.store.ledger.lift(product)
            form = {"lifted": lifted[0].id, "also": [other.id for other in lifted[1:]]}
            emit(form) if as_json else tell(say_lifted(lifted))
            return
        if action != "list":
            raise BadRequest("Say `parure refusals list` or `parure refusals lift PRODUCT`.")
        forms = [refusal_form(refused) for refused in assistant.store.ledger.refused()]
        if as_json:
            emit({"refusals": forms})
        else:
            tell("\n".join(say_refused(form) for form in forms) or "None.")


def styles(
    action: Annotated[
        str, typer.Argument(help="list, show, forget, rename, correct, merge, export or import")
    ] = "list",
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Names of looks; with correct: a name and what is different; with import: the file."),
    ] = None,
    brand: Brand = None,
    out: Annotated[Path | None, typer.Option(help="With export: the JSON file they go to.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="With import: also where a name is taken.")] = False,
    as_json: Json = False,
) -> None:
    """A brand's remembered looks: list, show, forget, rename, correct, merge, or take them out and in as a file."""
    with spoken(as_json):
        from ui.styles import styles_done

        with desk_of_home() as assistant:
            told, form = styles_done(assistant, action, names or [], {"brand": brand, "out": out, "replace": replace})
        emit(form) if as_json else tell(told)


def models(
    action: Annotated[str, typer.Argument(help="list or get")] = "list",
    name: Annotated[str | None, typer.Argument(help="With get: which one.")] = None,
    as_json: Json = False,
) -> None:
    """List the trained models: which are there, their size and licence, and how to get the others."""
    with spoken(as_json):
        from agent.models import get_model, known_models
        from agent.settings import read_settings
        from ui.looked import model_form, show_model

        settings = read_settings()
        if action == "get" and name is not None:
            told = get_model(name, settings, note)
            emit({"model": name, "told": told}) if as_json else tell(told)
            return
        if action != "list":
            raise BadRequest("Say `parure models list` or `parure models get NAME`.")
        found = known_models(settings)
        if as_json:
            emit({"models": [model_form(model) for model in found]})
        else:
            tell("\n".join(show_model(model) for model in found))


def doctor(
    prepare: Annotated[bool, typer.Option("--prepare", help="Compile what a first picture would wait for.")] = False,
    as_json: Json = False,
) -> None:
    """Say which engines, models and keys are there, and what each missing one would need."""
    with spoken(as_json):
        from agent.doctor import examine
        from agent.settings import prepare_caches, read_settings
        from ui.looked import finding_form, show_finding

        settings = read_settings()
        prepare_caches(settings.home)
        if prepare:
            from agent.prepare import prepare as make_ready

            for done in make_ready(settings.home):
                tell(done)
        forms = [finding_form(finding) for finding in examine(settings)]
        if as_json:
            emit({"findings": forms})
        else:
            tell("\n".join(show_finding(form) for form in forms))
