"""Writes held-out labels as a dataset of pictures: examples/labels/."""
import json
import pathlib
import random

from labels import draw_label, make_values

OUT = pathlib.Path(__file__).parents[3] / "examples" / "labels"
SEED, COUNT = 30_003, 24


def main() -> None:
    rng = random.Random(SEED)
    documents = OUT / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(1, COUNT + 1):
        values = make_values(rng)
        image, _ = draw_label(values, rng)
        image.save(documents / f"label-{number:02d}.png", optimize=True)
        total = values["grossTotal"]
        decimal = f"{total[:-3].replace(',', '')}.{total[-2:]}"
        lines.append(
            {
                "id": f"label-{number:02d}", "split": "test", "tier": "none", "layout": "label", "locale": "en-US",
                "currency": "none", "generator": "label-reader-1",
                "fields": {
                    "invoiceNumber": {"value": values["invoiceNumber"], "printed": values["invoiceNumber"], "state": "present"},
                    "grossTotal": {"value": decimal, "printed": total, "state": "present"},
                },
            }
        )
    (OUT / "ground-truth.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))


if __name__ == "__main__":
    main()
