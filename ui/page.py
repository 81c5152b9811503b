"""The page: its layout and which part tells whom. What happens then is in ``ui/visit.py``."""

from typing import TYPE_CHECKING, Any

from tools.errors import BadRequest
from ui.chips import chip_said
from ui.entrance import TALK
from ui.looks import FIT, FIT_SCRIPT, SCRIPT, STYLE, TOUCH, TOUCH_SCRIPT
from ui.markup import samples
from ui.samples import samples_there
from ui.visit import View, Visits

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks

FONT = ["ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]
KINDS = ["image", ".heic", ".heif", ".tif", ".tiff", ".csv", ".tsv", ".xlsx", ".xlsm", ".zip"]
WAITING_EVENTS = 200
HELLO = "Drop a product photo here and say what the picture should be."
SHOWN = ("head", "talks", "chat", "samples", "tray", "stop", "viewer", "gallery")
"""The parts that a visit changes, in the order in which Gradio is told of them."""
LEAVE_OUT_TAKEN = """(value, taken) => {
  const gone = taken.split("\\n");
  return { ...value, files: (value.files || []).filter((file) => !gone.includes(file.path)) };
}"""
"""In the browser: taken uploads leave the box, and what was typed while they were taken stays."""
Parts = dict[str, Any]


def make_page(visits: Visits) -> "Blocks":
    """Return the page; nothing of it is kept by Gradio but what is on the screen."""
    import gradio as gr

    page: Blocks
    with gr.Blocks(title="Parure", analytics_enabled=False, delete_cache=(600, 600), fill_width=True) as page:
        parts = _laid_out()
        _wire_talk(page, parts, visits)
        _wire_tray(parts, visits)
        _wire_boards(parts)
    page.queue(max_size=WAITING_EVENTS, default_concurrency_limit=None)
    return page


def mount(app: "FastAPI", page: "Blocks") -> "FastAPI":
    """Put the page at ``/`` of ``app``. Files never go through Gradio: no path is allowed to it."""
    import gradio as gr

    theme = gr.themes.Base(font=FONT, font_mono=MONO, primary_hue="stone", neutral_hue="stone", radius_size="sm")
    mounted: FastAPI = gr.mount_gradio_app(
        app, page, path="/", ssr_mode=False, allowed_paths=[], max_file_size="300mb", show_error=False,
        run_history=False, footer_links=[], enable_monitoring=False, theme=theme, css=STYLE,
    )  # fmt: skip
    return mounted


def _laid_out() -> Parts:
    import gradio as gr

    def markup(name: str, value: str = "") -> Any:
        return gr.HTML(value, js_on_load=SCRIPT, elem_id=name, apply_default_css=False)

    parts: Parts = {"head": markup("head")}
    gr.HTML(TOUCH, js_on_load=TOUCH_SCRIPT, elem_id="touch", apply_default_css=False)
    parts["fit"] = gr.HTML(FIT, js_on_load=FIT_SCRIPT, elem_id="fit", apply_default_css=False)
    parts["taken"] = gr.Textbox(elem_id="taken", show_label=False, container=False)
    with gr.Row(elem_id="rooms"):
        with gr.Column(scale=2, min_width=180, elem_id="side"):
            parts["talks"] = markup("talks")
        with gr.Column(scale=6, min_width=320, elem_id="middle"):
            parts["chat"] = gr.Chatbot(
                show_label=False, sanitize_html=False, latex_delimiters=[], buttons=[], elem_id="chat", height=None,
                max_height="calc(100dvh - 250px)", layout="bubble", placeholder=f"# {HELLO}", container=False,
                feedback_options=None, allow_tags=True,
            )  # fmt: skip
            parts["samples"] = markup("samples", samples(samples_there()))
            parts["stop"] = gr.Button("Cancel", elem_id="stop", visible=False, size="sm")
            parts["tray"] = markup("tray")
            parts["box"] = gr.MultimodalTextbox(
                file_count="multiple", file_types=KINDS, sources=["upload"], placeholder=HELLO, show_label=False,
                elem_id="box", max_lines=8,
            )  # fmt: skip
        with gr.Column(scale=4, min_width=320, elem_id="shown"):
            parts["viewer"] = markup("viewer")
            parts["gallery"] = markup("gallery")
    return parts


def _wire_talk(page: "Blocks", parts: Parts, visits: Visits) -> None:
    """Loading, sending, following, cancelling. Each handler knows whose talk it is from the request alone."""
    import gradio as gr

    shown = [parts[name] for name in SHOWN]

    async def load(request: gr.Request) -> Any:
        thread = _thread(request, visits)
        waiting, page = visits.tray_of(thread), _page(request)
        visits.looking.loaded(page)
        tray: View = {"tray": waiting} if waiting else {}
        async for view in visits.follow(thread, page):
            yield _shown(view | tray)
            tray = {}

    async def send(given: dict[str, Any], request: gr.Request) -> Any:
        thread = _thread(request, visits)
        text = str(given.get("text") or "")
        try:
            visits.send(thread, text)
        except BadRequest as error:
            gr.Warning(error.sentence)
            yield given, *_shown({"tray": visits.tray_of(thread)})
            return
        cleared: Any = {"text": "", "files": []}
        async for view in _followed(thread, _page(request), visits):
            yield cleared, *_shown(view)
            cleared = gr.skip()

    async def say(event: gr.EventData, request: gr.Request) -> Any:
        thread, page, told = _thread(request, visits), _page(request), event._data or {}
        at_once = await _looked_at(told, thread, page, visits)
        if at_once is not None:
            yield _shown(at_once)
            return
        text = chip_said(told) or str(told.get("text") or told.get("value") or "")
        async for view in _said(thread, page, text, visits):
            yield _shown(view)

    def stop(request: gr.Request) -> None:
        visits.live.cancel(_thread(request, visits))

    hidden: Any = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
    page.load(load, None, shown, **hidden)
    hidden["trigger_mode"] = "multiple"  # "once" would drop what is sent while a turn is under way
    parts["box"].submit(send, [parts["box"]], [parts["box"], *shown], **hidden)
    parts["chat"].option_select(say, None, shown, **hidden)
    for name in ("gallery", "viewer", "talks", "fit"):
        parts[name].click(say, None, shown, **hidden)
    parts["viewer"].input(say, None, shown, **hidden)
    parts["stop"].click(stop, None, None, **hidden)


async def _looked_at(told: dict[str, Any], thread: str, page: str, visits: Visits) -> View | None:
    """Return what a press shows at once; nothing when it says something to the assistant."""
    act, name = told.get("act"), str(told.get("name"))
    if act == "choose":
        return await visits.choose(thread, page, name)
    if act == "against":
        return await visits.choose(thread, page, name, str(told.get("value")))
    if act == "hold":
        visits.looking.hold(page, name)
    return {} if act in ("hold", "fill") else None


async def _said(thread: str, page: str, text: str, visits: Visits) -> Any:
    import gradio as gr

    try:
        visits.send(thread, text)
    except BadRequest as error:
        gr.Warning(error.sentence)
        yield {}
        return
    async for view in _followed(thread, page, visits):
        yield view


async def _followed(thread: str, page: str, visits: Visits) -> Any:
    """Follow what was just sent; the tray that it left comes with the first view only."""
    visits.looking.said(page)
    tray: View = {"tray": visits.tray_of(thread)}
    async for view in visits.follow(thread, page):
        yield view | tray
        tray = {}


def _wire_tray(parts: Parts, visits: Visits) -> None:
    """Uploads leave Gradio's folder at once; roles and the consent are kept on this side.

    The box itself is emptied of them in the browser: a value that comes back from here would undo what was typed since.
    """
    import gradio as gr

    def take(given: dict[str, Any], request: gr.Request) -> Any:
        files = list(given.get("files") or ())
        if not files:
            return gr.skip(), gr.skip()
        thread = _thread(request, visits)
        for sentence in visits.attach(thread, files):
            gr.Warning(sentence)
        return visits.tray_of(thread), "\n".join(files)

    def change(event: gr.EventData, request: gr.Request) -> str:
        return visits.arrange(_thread(request, visits), event._data or {})

    def sample(event: gr.EventData, request: gr.Request) -> Any:
        thread = _thread(request, visits)
        brief = visits.sample(thread, str((event._data or {}).get("name")))
        return {"text": brief, "files": []}, visits.tray_of(thread)

    hidden: Any = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
    parts["box"].change(take, [parts["box"]], [parts["tray"], parts["taken"]], **hidden)
    parts["taken"].change(None, [parts["box"], parts["taken"]], parts["box"], js=LEAVE_OUT_TAKEN, **hidden)
    parts["tray"].click(change, None, parts["tray"], **hidden)
    parts["tray"].input(change, None, parts["tray"], **hidden)
    parts["samples"].click(sample, None, [parts["box"], parts["tray"]], **hidden)


def _wire_boards(parts: Parts) -> None:
    """What is pressed beside a moodboard or a look is written into the box, and sent by whoever reads it there."""
    import gradio as gr

    def fill(given: dict[str, Any], event: gr.EventData) -> Any:
        told = event._data or {}
        if told.get("act") != "fill":
            return gr.skip()
        before = str(given.get("text") or "").strip()
        return given | {"text": ", ".join(filter(None, [before, str(told.get("text"))]))}

    hidden: Any = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
    for name in ("head", "talks"):
        parts[name].click(fill, [parts["box"]], [parts["box"]], **hidden)


def _thread(request: Any, visits: Visits) -> str:
    """Return the thread that the request speaks in: the owner from the signed cookie, the talk from the address."""
    return visits.thread(dict(request.cookies), dict(request.query_params).get(TALK, ""))


def _page(request: Any) -> str:
    """Return what Gradio calls this load of the page in one tab."""
    return str(request.session_hash or "")


def _shown(view: dict[str, Any]) -> list[Any]:
    import gradio as gr

    return [_update(name, view[name]) if name in view else gr.skip() for name in SHOWN]


def _update(name: str, value: Any) -> Any:
    import gradio as gr

    return gr.update(visible=value) if name in ("samples", "stop") else value
