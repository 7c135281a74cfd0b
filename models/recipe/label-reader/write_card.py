"""Writes models/label-reader.md from what training and export left behind."""
import json
import pathlib

from train import WORK

MODELS = pathlib.Path(__file__).parents[2]


def main() -> None:
    measured = json.loads((WORK / "measured.json").read_text())
    notes = [json.loads(line) for line in (WORK / "train.jsonl").read_text().splitlines()]
    size = sum(path.stat().st_size for path in (MODELS / "label-reader").rglob("*") if path.is_file())
    held = measured["held out"]
    rows = "\n".join(
        f"| {note['step']} | {note['minutes']:.2f} | {note['losses'][0]:.4f} | {100 * note['labels']:.0f} | {100 * note['values']:.1f} |"
        for note in notes
        if "labels" in note
    )
    (MODELS / "label-reader.md").write_text(
        f"""# label-reader

Reads a number and a total from a small picture. It shows that image-to-text models run through Assay, so that a machine without a network
can try the path; **it is no product and reads no real document**. It is not on the shelf; `examples/labels` uses it by its path.

- Folder `label-reader/` in the layout that transformers.js expects of a vision encoder-decoder (`docs/runtimes.md`), {size / 1e6:.2f} MB, fp32,
  ONNX opset 14, licence MIT (the project's own). `donut-swin` and `mbart` in its `config.json` only name the classes by which transformers.js
  opens it.
- {measured['parameters'] / 1e6:.2f} M parameters (`models/recipe/label-reader/model.py`): four convolutions and a recurrent layer per row make 8 x 40 cells of a
  picture of 160 x 64 pixels; a decoder of two layers of width 96 writes `<s_invoiceNumber>...</s_invoiceNumber><s_grossTotal>...</s_grossTotal>`.
- It knows digits, `. , -` and eleven letters; two lines in either order; the five fonts of `labels.py`.

## Training

Labels drawn as it goes (`labels.py`), random weights at the start, one thread. Beside the answer it learns which character each cell shows and
which cell the decoder must look at. Two runs of `train.py` in turn: the first was stopped after 800 steps of 16 labels (2.45 minutes of
processor time), the second went on from there for 450 steps while its rate fell to nothing (`--start`, {measured['minutes']:.2f} minutes).
`recipe.sh` does it in one run, which has not been run to its end.

The second run, on 100 labels that were not trained on:

| step | minutes | loss of the answer | labels read whole % | values % |
| --- | --- | --- | --- | --- |
{rows}

## Measured

500 further labels (seed 20,002), by PyTorch, greedy: {100 * held['labels']:.1f} % read whole, {100 * held['values']:.1f} % of the values exactly. These labels come from the same generator as those of training:
the figure says nothing about other pictures.
"""
    )


if __name__ == "__main__":
    main()
