# make run · make sample · make test · make check · make style · make bench · make samples · make clean
# Works from a fresh clone with Python 3.10 to 3.12; nothing but Python is needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
BRIEF ?= solitaire ring on warm travertine, leaf shadows, 4:5
IMAGE ?= examples/ring.jpg:product
OUT ?= out
PORT ?= 7860
PYTEST := -m pytest --numprocesses 2 --dist worksteal
PLACES := agent prompts tools ui tests scripts

.PHONY: run sample test check style bench samples clean
.DELETE_ON_ERROR:

# The page; a browser opens where there is one. Ctrl-C ends it.
run: $(VENV)/.core
	@$(BIN)/python scripts/open_page.py $(PORT) & exec $(BIN)/parure serve --port $(PORT)

# One picture of the sample ring, without the page.
sample: $(VENV)/.core
	$(BIN)/parure run "$(BRIEF)" --image "$(IMAGE)" --out "$(OUT)"
	@echo "The picture is the newest PNG in $(abspath $(OUT)):" && ls -t "$(OUT)"/*.png | grep -v /cutout- | head -n 1

test: $(VENV)/.dev
	$(BIN)/python $(PYTEST)

# Style, types, and every test but those that draw or cut on the real engines: `make test` runs these too.
check: style
	$(BIN)/python $(PYTEST) -m "not slow"

style: $(VENV)/.dev
	$(BIN)/ruff format --check $(PLACES)
	$(BIN)/ruff check $(PLACES)
	$(BIN)/mypy
	MYPYPATH=scripts $(BIN)/mypy --explicit-package-bases scripts/bench.py scripts/bench_board.py scripts/bench_campaign.py scripts/bench_clip.py scripts/bench_cutout.py scripts/bench_drift.py scripts/bench_edits.py scripts/bench_light.py scripts/bench_llm.py scripts/bench_page.py scripts/bench_people.py scripts/bench_plates.py scripts/bench_recall.py scripts/bench_reframe.py scripts/bench_scale.py scripts/bench_try_on.py scripts/bench_worn.py scripts/inpainting_loop.py scripts/make_samples.py scripts/open_page.py scripts/processes.py scripts/recognise.py

bench: $(VENV)/.dev
	$(BIN)/python scripts/bench.py --parure $(BIN)/parure
	$(BIN)/python scripts/bench_cutout.py
	$(BIN)/python scripts/bench_board.py
	$(BIN)/python scripts/bench_campaign.py
	$(BIN)/python scripts/bench_reframe.py
	$(BIN)/python scripts/bench_clip.py
	$(BIN)/python scripts/bench_light.py
	$(BIN)/python scripts/bench_edits.py
	$(BIN)/python scripts/bench_plates.py
	$(BIN)/python scripts/bench_drift.py
	$(BIN)/python scripts/bench_recall.py
	$(BIN)/python scripts/bench_try_on.py
	$(BIN)/python scripts/bench_page.py --parure $(BIN)/parure
	$(BIN)/python scripts/bench_people.py --parure $(BIN)/parure

samples: $(VENV)/.core
	$(BIN)/python scripts/make_samples.py

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Stamps: set up again only when pyproject.toml changes. The sources are linked, not copied.
# The matting kernels compile at their first use; that belongs to the set-up and not to the first picture.
$(VENV)/.core: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	$(BIN)/parure doctor --prepare
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@
