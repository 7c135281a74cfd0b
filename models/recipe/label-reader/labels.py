"""Draws labels: a small picture with a number and a total, two lines in either order, and where every character stands."""
import random

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HEIGHT, WIDTH = 64, 160
# The encoder looks at cells of 8 x 4 pixels.
ROWS, COLUMNS, CELL_HEIGHT, CELL_WIDTH = 8, 40, 8, 4
CHARACTERS = "0123456789.,-ABCEFHKNPRX"
FIELDS = ("invoiceNumber", "grossTotal")
LONGEST = 10
FONTS = [
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
]
WORDS = {"invoiceNumber": ("No.", "Nr", "Inv.", "No"), "grossTotal": ("Total", "Sum", "Gross")}
LETTERS = "ABCEFHKNPRX"


def make_values(rng: random.Random) -> dict[str, str]:
    """What a label says: a number of one of three forms and an amount of one of three."""
    number = rng.choice(
        [
            lambda: str(rng.randint(1000, 999999)),
            lambda: f"{rng.choice(LETTERS)}{rng.choice(LETTERS)}-{rng.randint(100, 9999)}",
            lambda: f"{rng.choice((2023, 2024, 2025, 2026))}-{rng.randint(10, 999)}",
        ]
    )()
    whole, cents = rng.choice((rng.randint(1, 99), rng.randint(100, 999), rng.randint(1000, 9999))), rng.randint(0, 99)
    form = rng.choice(("point", "comma", "grouped"))
    if form == "grouped" and whole >= 1000:
        total = f"{whole // 1000},{whole % 1000:03d}.{cents:02d}"
    else:
        total = f"{whole}{',' if form == 'comma' else '.'}{cents:02d}"
    return {"invoiceNumber": number, "grossTotal": total}


def draw_label(values: dict[str, str], rng: random.Random) -> tuple[Image.Image, dict[str, list[tuple[float, ...]]]]:
    """The picture, and for each field the box of each character of its value: left, top, right, bottom in pixels."""
    scale = rng.choice((1, 1, 2, 3))
    path = rng.choice(FONTS)
    size = rng.uniform(14, 17) * (0.88 if "Mono" in path else 1)
    paper, ink = rng.randint(225, 255), rng.randint(0, 70)
    while True:
        font = ImageFont.truetype(path, round(size * scale))
        lines = [(field, f"{rng.choice(WORDS[field])}{rng.choice((' ', ': ', '  '))}") for field in FIELDS]
        widths = [font.getlength(word + values[field]) / scale for field, word in lines]
        if max(widths) <= WIDTH - 6:
            break
        size *= 0.94
    rng.shuffle(lines)
    image = Image.new("L", (WIDTH * scale, HEIGHT * scale), paper)
    pen = ImageDraw.Draw(image)
    boxes: dict[str, list[tuple[float, ...]]] = {}
    top = rng.uniform(2, 12)
    for field, word in lines:
        text = word + values[field]
        left = rng.uniform(2, WIDTH - 3 - font.getlength(text) / scale)
        pen.text((left * scale, top * scale), text, font=font, fill=ink)
        edges = [left + font.getlength(text[:end]) / scale for end in range(len(word), len(text) + 1)]
        boxes[field] = [(edges[i], top + size * 0.2, edges[i + 1], top + size) for i in range(len(edges) - 1)]
        top += size + rng.uniform(6, 13)
    if scale > 1:
        image = image.resize((WIDTH, HEIGHT), rng.choice((Image.BILINEAR, Image.LANCZOS, Image.BICUBIC)))
    if rng.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.7)))
    return image, boxes


def to_array(image: Image.Image, rng: random.Random | None = None) -> numpy.ndarray:
    """Pixels between -1 (black) and 1 (white), height x width; with `rng` a little noise."""
    pixels = numpy.asarray(image, dtype=numpy.float32) / 127.5 - 1
    if rng is not None:
        pixels = pixels + numpy.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0, 0.12), pixels.shape)
    return pixels.clip(-1, 1).astype(numpy.float32)


def cells_of(box: tuple[float, ...]) -> list[int]:
    """The cells whose middle lies in a box; the nearest one where it holds none."""
    left, top, right, bottom = box
    columns = [c for c in range(COLUMNS) if left <= (c + 0.5) * CELL_WIDTH < right]
    rows = [r for r in range(ROWS) if top <= (r + 0.5) * CELL_HEIGHT < bottom]
    columns = columns or [min(COLUMNS - 1, max(0, int((left + right) / 2 / CELL_WIDTH)))]
    rows = rows or [min(ROWS - 1, max(0, int((top + bottom) / 2 / CELL_HEIGHT)))]
    return [r * COLUMNS + c for r in rows for c in columns]
