"""The receipt, measured again; and what one changed pixel does to it."""

import json
from pathlib import Path

import numpy as np
import pytest
from fakes import encoded, fake_allow, fake_price, kept, photo, png
from PIL import Image as PillowImage
from typer.testing import CliRunner

from tools.context import Context
from tools.errors import BadRequest, ToolFailed
from tools.registry import Registry
from tools.specs.asset import Asset
from tools.verify import verify
from tools.white_studio import white_studio
from ui.cli import app


@pytest.fixture
def tile(context: Context) -> Asset:
    """A white tile of a fake product, made by the real tool."""
    kept(encoded(photo(400, 300), "PNG"), context, "upload", None)
    outcome = Registry(fake_allow, fake_price, (white_studio,)).call("white_studio", {"product": "img1"}, context)
    assert outcome.error is None, outcome.error
    return outcome.assets[0]


def test_a_kept_picture_holds_what_its_receipt_says(tile: Asset, context: Context) -> None:
    proof = verify(context.store.images.read(tile.sha256), "tile.png", context.store)
    assert proof.differences == ()
    assert proof.asset == tile
    assert proof.fresh.max_diff == 0


def test_a_single_changed_pixel_is_found(tile: Asset, context: Context) -> None:
    pixels = np.array(PillowImage.open(context.store.images.path(tile.sha256)))
    pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 1] ^= 1
    with pytest.raises(BadRequest, match="changed since"):
        verify(png(pixels), "tile.png", context.store)


def test_a_damaged_cutout_is_found(tile: Asset, context: Context) -> None:
    assert tile.cutout_sha256 is not None
    path = context.store.images.path(tile.cutout_sha256)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ToolFailed, match="damaged"):
        verify(context.store.images.read(tile.sha256), "tile.png", context.store)


def test_an_upload_has_no_receipt(tile: Asset, context: Context) -> None:
    upload = context.store.ledger.find_asset("img1", "t")
    with pytest.raises(BadRequest, match="no receipt"):
        verify(context.store.images.read(upload.sha256), "ring.png", context.store)


def test_the_command_says_so(tile: Asset, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARURE_HOME", str(context.store.home))
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(context.store.images.read(tile.sha256))
    bad.write_bytes(good.read_bytes() + b"\0")
    result = CliRunner().invoke(app, ["verify", str(good), "--json"])
    form = json.loads(result.stdout)
    assert (result.exit_code, form["ok"], form["asset"], form["differences"]) == (0, True, tile.id, [])
    assert form["receipt"]["max_diff"] == 0
    result = CliRunner().invoke(app, ["verify", str(bad), "--json"])
    assert (result.exit_code, json.loads(result.stdout)["ok"]) == (2, False)
    assert "changed since" in result.stderr
