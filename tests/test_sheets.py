"""Sheets as people write them: languages, encodings, prices, orders; and what is wrong with them, in words."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from agent.collection.cells import read_cells
from agent.collection.photos import Photos, photos_in, photos_packed
from agent.collection.reading import outputs_in, read_sheet
from agent.price_sums import highest_price
from prompts import table
from tools.errors import BadRequest
from tools.specs.sheet import MOST_ROWS, Row

TEN = {"en", "de", "fr", "es", "it", "pt", "nl", "tr", "ja", "zh"}
ENGLISH = "SKU,photo,category,price,brand,style,outputs\nR-1,ring.jpg,ring,1200 EUR,Hearth,on marble,tile and look\n"


def only(text: str, name: str = "sheet.csv", encoding: str = "utf-8") -> Row:
    (row,) = read_sheet(text.encode(encoding), name).rows
    return row


def book(*rows: tuple[object, ...], formats: dict[str, str] | None = None) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(list(row))
    for cell, shown_as in (formats or {}).items():
        made.active[cell].number_format = shown_as
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_row_is_read_as_it_is_written() -> None:
    row = only(ENGLISH)
    assert (row.number, row.sku, row.photo, row.category) == (2, "R-1", "ring.jpg", "ring")
    assert (row.price, row.brand, row.style, row.outputs) == ("1200 EUR", "Hearth", "on marble", ("tile", "look"))


HEADINGS = {
    "en": "Item number,Picture,Category,Retail price,Brand,Scene,Outputs",
    "de": "Artikelnummer,Bilddatei,Kategorie,Verkaufspreis,Marke,Stimmung,Ausgabe",
    "fr": "Référence,Visuel,Catégorie,Prix,Marque,Ambiance,Livrables",
    "es": "Código,Imagen,Categoría,Precio,Marca,Ambiente,Salida",
    "it": "Codice,Immagine,Categoria,Prezzo,Marca,Ambiente,Uscite",
    "pt": "Referência,Imagem,Categoria,Preço,Marca,Cenário,Saída",
    "nl": "Artikelnummer,Afbeelding,Categorie,Prijs,Merk,Sfeer,Uitvoer",
    "tr": "Ürün kodu,Görsel,Kategori,Fiyat,Marka,Sahne,Çıktı",
    "ja": "品番,商品画像,カテゴリ,価格,ブランド,雰囲気,出力",
    "zh": "货号,图片,类别,售价,品牌,场景,出图",
}


@pytest.mark.parametrize("language", sorted(HEADINGS))
def test_headings_in_ten_languages(language: str) -> None:
    row = only(f"{HEADINGS[language]}\nR-1,ring.jpg,ring,99 EUR,Hearth,on marble,white\n")
    assert (row.sku, row.photo, row.category, row.price) == ("R-1", "ring.jpg", "ring", "99 EUR")
    assert (row.brand, row.style, row.outputs) == ("Hearth", "on marble", ("tile",))


@pytest.mark.parametrize("name", ["columns", "outputs"])
def test_every_meaning_is_said_in_ten_languages(name: str) -> None:
    for meaning, languages in table(name).items():
        assert set(languages) >= TEN, meaning


@pytest.mark.parametrize(
    ("divider", "encoding"),
    [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8"), (";", "cp1252"), (";", "cp1254"), ("|", "utf-8")],
)
def test_dividers_and_encodings(divider: str, encoding: str) -> None:
    lines = [
        ["SKU", "Ürün", "Foto", "Preis"],
        *[[f"Ü-{n}", "Kolye über Gürtel", f"größe{n}.jpg", '"1.299,50 €"'] for n in range(9)],
    ]
    text = "\n".join(divider.join(line) for line in lines)
    rows = read_sheet(text.encode(encoding), "s.csv").rows
    assert [row.sku for row in rows] == [f"Ü-{n}" for n in range(9)]
    assert rows[3].photo == "größe3.jpg"
    assert highest_price((), (rows[0].price,)) == pytest.approx(1299.5)


@pytest.mark.parametrize(
    ("heading", "cell", "euro"),
    [
        ("Price", "1,299.00 €", 1299.0),
        ("Preis (CHF)", "1'299.50", 1299.5 * highest_price((), ("1 CHF",))),
        ("EUR", "89,90", 89.9),
        ("Price", "95", 95.0),
        ("价格 (CNY)", "1200", highest_price((), ("1200 CNY",))),
    ],
)
def test_prices_have_the_currency_of_their_cell_or_heading(heading: str, cell: str, euro: float) -> None:
    row = only(f'SKU;{heading}\nR-1;"{cell}"\n')
    assert highest_price((), (row.price,)) == pytest.approx(euro)


def test_a_price_in_words_is_kept_as_words() -> None:
    row = only("SKU,price\nR-1,on request\n")
    assert row.price is None
    assert "on request" in row.name


def test_a_book_is_read_as_it_is_seen() -> None:
    data = book(
        ("Spring 2026", None, None),
        ("SKU", "Photo", "Price", "Outputs"),
        (1001, "a.jpg", 9500, "white"),
        (None, None, None, None),
        ("B-2", "b.jpg", 120.5, "look"),
        formats={"C3": "[$£-809]#,##0.00"},
    )
    first, second = read_sheet(data, "spring.xlsx").rows
    assert (first.number, first.sku, first.price) == (3, "1001", "9500 £")
    assert (second.number, second.price, second.outputs) == (5, "120.5", ("look",))


def test_titles_above_the_headings_and_a_spreadsheets_own_line() -> None:
    assert only("sep=;\nSKU;photo\nR-1;a.jpg\n").photo == "a.jpg"
    assert only("Our spring list;;\n\nSKU;photo;note\nR-1;a.jpg;x\n").number == 4


def test_empty_rows_are_no_products_and_keep_the_count() -> None:
    rows = read_sheet(b"SKU,photo\nA,a.jpg\n,,\n\nB,b.jpg\n", "s.csv").rows
    assert [(row.sku, row.number) for row in rows] == [("A", 2), ("B", 5)]


def test_what_a_row_orders_and_what_of_it_is_not_made() -> None:
    row = only("SKU,outputs\nA,white tile; lookbook scene; video; 3 close-ups\n")
    assert row.outputs == ("tile", "look", "detail")
    assert any("video" in remark for remark in row.remarks)
    assert any("one of each" in remark for remark in row.remarks)
    assert outputs_in("白底和特写") == ("tile", "detail")


def test_a_row_that_is_too_long_is_said() -> None:
    sheet = read_sheet(b"SKU;outputs\nA;tile; look\nB;tile\n", "s.csv")
    assert "row 2;" in sheet.remarks[0]


def test_one_sku_twice_is_said() -> None:
    sheet = read_sheet(b"SKU,photo\nA,a.jpg\nA,b.jpg\nB,c.jpg\n", "s.csv")
    assert "A" in sheet.remarks[0]
    assert len({row.key for row in sheet.rows}) == 3


def test_a_rows_key_is_what_it_says_and_not_where() -> None:
    first, moved = only("SKU,photo\nA,a.jpg\n"), read_sheet(b"photo,SKU\n\na.jpg,A\n", "other.csv").rows[0]
    assert first.key == moved.key
    assert first.key != only("SKU,photo,price\nA,a.jpg,10 EUR\n").key


def test_ten_thousand_rows_and_no_more() -> None:
    lines = "".join(f"S{n},p{n}.jpg\n" for n in range(MOST_ROWS))
    assert len(read_sheet(b"SKU,photo\n" + lines.encode(), "s.csv").rows) == MOST_ROWS
    with pytest.raises(BadRequest, match="10,000 fit"):
        read_sheet(b"SKU,photo\n" + lines.encode() + b"X,x.jpg\n", "s.csv")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "s.csv", "row of headings"),
        (b"a,b\n1,2\n", "s.csv", "its first row says: a, b"),
        (b"SKU,photo\n", "s.csv", "no product under them"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "s.csv", "no text|headings|damaged"),
        (b"nonsense", "s.xlsx", "no XLSX"),
        (b"x", "s.ods", "save it as CSV or XLSX"),
        (b'SKU,photo\n"unclosed,a.jpg\n' + b"x" * 140_000, "s.csv", "damaged"),
    ],
)
def test_a_bad_sheet_ends_in_a_sentence(data: bytes, name: str, says: str) -> None:
    with pytest.raises(BadRequest, match=says):
        read_sheet(data, name)


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 300_000_000)
    with pytest.raises(BadRequest, match="too large when it is unpacked"):
        read_cells(file.getvalue(), "s.xlsx")


# -- photos --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "sheet"
    for name in ("ring.jpg", "Sub/Watch.PNG", "R-9_1.jpg", "R-9_2.jpg", "other/ring2.jpg", "Sub/ring2.jpg", "ünï.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (root / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (root / "notes.txt").write_bytes(b"x")
    return root


@pytest.mark.parametrize(
    ("named", "sku", "found"),
    [
        ("ring.jpg", "", "ring.jpg"),
        ("RING.JPG", "", "ring.jpg"),
        ("ring", "", "ring.jpg"),
        ("ring.png", "", "ring.jpg"),
        ("R-9 (1).jpg", "", "R-9_1.jpg"),
        ("./Sub\\watch.png", "", "Sub/Watch.PNG"),
        ("C:\\photos\\ring.jpg", "", "ring.jpg"),
        ("/home/me/ring.jpg", "", "ring.jpg"),
        ("", "ring", "ring.jpg"),
        ("", "R-9", "R-9_1.jpg"),
        ("u\u0308ni\u0308.jpg", "", "ünï.jpg"),
        ("other/ring2.jpg", "", "other/ring2.jpg"),
    ],
)
def test_a_photo_is_found_by_name_or_by_sku(folder: Path, named: str, sku: str, found: str) -> None:
    photos = photos_in(folder)
    assert photos.find(named, sku) == found
    assert photos.read(found) == found.encode()


@pytest.mark.parametrize(
    ("named", "sku", "says"),
    [
        ("../secret.jpg", "", "leads out of"),
        ("Sub/../../secret.jpg", "", "leads out of"),
        ("..\\secret.jpg", "", "leads out of"),
        ("link.jpg", "", "no photo 'link.jpg'"),
        ("notes.txt", "", "no photo"),
        ("https://shop.example/ring.jpg", "", "is an address"),
        ("ring2.jpg", "", "may be"),
        ("", "R", "no photo called 'R'|R-9"),
        ("", "Z-1", "the sheet names none"),
    ],
)
def test_a_missing_photo_is_a_sentence(folder: Path, named: str, sku: str, says: str) -> None:
    if sku == "R":
        assert photos_in(folder).find(named, sku) == "R-9_1.jpg"
        return
    with pytest.raises(BadRequest, match=says):
        photos_in(folder).find(named, sku)


def test_photos_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("photos/ring.jpg", b"ring")
        packed.writestr("__MACOSX/photos/._ring.jpg", b"junk")
        packed.writestr("../../evil.jpg", b"evil")
    photos = photos_packed(lambda: zipfile.ZipFile(path), path.name)
    assert photos.read(photos.find("ring.jpg", "")) == b"ring"
    assert not (tmp_path.parent / "evil.jpg").exists()
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(BadRequest, match="cannot be unpacked"):
        photos.read("photos/ring.jpg")
    with pytest.raises(BadRequest, match="damaged"):
        photos_packed(lambda: zipfile.ZipFile(path), path.name)


def test_a_name_is_looked_for_in_all_lots() -> None:
    from agent.collection.photos import together

    lots = (Photos("a", {"x.jpg": lambda: b"1"}), Photos("b", {"x.jpg": lambda: b"2", "y.jpg": lambda: b"3"}))
    assert together(lots, "both").read("x.jpg") == b"1"
    assert together(lots, "both").read("y.jpg") == b"3"
