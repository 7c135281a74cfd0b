"""Trains the reader on labels drawn as it goes. Writes work/reader.pt and a line of progress every few steps."""
import argparse
import json
import pathlib
import random
import time

import torch
from torch.nn import functional

from labels import CHARACTERS, COLUMNS, FIELDS, LONGEST, ROWS, cells_of, draw_label, make_values, to_array
from model import Reader
from tokens import END, ID, PAD, START, VOCABULARY, encode

HERE = pathlib.Path(__file__).parent
WORK = HERE.parent / "work" / "label-reader"


def make_batch(rng: random.Random, size: int) -> dict[str, torch.Tensor]:
    pixels, answers, characters, places, sights = [], [], [], [], []
    for _ in range(size):
        values = make_values(rng)
        image, boxes = draw_label(values, rng)
        pixels.append(torch.from_numpy(to_array(image, rng)))
        ids = encode(values)
        character, place = torch.zeros(ROWS * COLUMNS, dtype=torch.long), torch.zeros(ROWS * COLUMNS, dtype=torch.long)
        sight = torch.zeros(27, ROWS * COLUMNS)
        for number, field in enumerate(FIELDS):
            begin = ids.index(ID[f"<s_{field}>"])
            for index, box in enumerate(boxes[field]):
                cells = cells_of(box)
                character[cells] = 1 + CHARACTERS.index(values[field][index])
                place[cells] = 1 + number * LONGEST + index
                # The token before a character must look at it.
                sight[begin + index, cells] = 1
        answers.append(torch.tensor(ids + [PAD] * (28 - len(ids))))
        characters.append(character), places.append(place), sights.append(sight)
    return {
        "pixels": torch.stack(pixels)[:, None].expand(-1, 3, -1, -1),
        "answers": torch.stack(answers),
        "characters": torch.stack(characters),
        "places": torch.stack(places),
        "sights": torch.stack(sights),
    }


def loss_of(reader: Reader, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, list[float]]:
    cells = reader.encoder(batch["pixels"])
    logits, _, weights = reader.decoder(batch["answers"][:, :-1], cells)
    text = functional.cross_entropy(logits.flatten(0, 1), batch["answers"][:, 1:].flatten(), ignore_index=PAD)
    weight = torch.ones(len(CHARACTERS) + 1)
    weight[0] = 0.1
    character = functional.cross_entropy(reader.character(cells).flatten(0, 1), batch["characters"].flatten(), weight)
    weight = torch.ones(len(FIELDS) * LONGEST + 1)
    weight[0] = 0.1
    place = functional.cross_entropy(reader.place(cells).flatten(0, 1), batch["places"].flatten(), weight)
    looked = (weights[:, 0] * batch["sights"]).sum(-1)
    told = batch["sights"].sum(-1) > 0
    sight = -(looked[told] + 1e-5).log().mean()
    return text + character + place + 0.5 * sight, [text.item(), character.item(), place.item(), sight.item()]


@torch.no_grad()
def read(reader: Reader, pixels: torch.Tensor) -> list[list[int]]:
    """Greedy answers, with the keys of earlier tokens kept."""
    cells = reader.encoder(pixels)
    ids = torch.full((len(pixels), 1), START)
    logits, pasts, _ = reader.decoder(ids, cells)
    while ids.shape[1] < 28:
        ids = torch.cat((ids, logits[:, -1:].argmax(-1)), 1)
        logits, pasts, _ = reader.decoder(ids[:, -1:], cells, pasts)
    return [row[: row.index(END) + 1] if END in row else row for row in ids.tolist()]


def measure(reader: Reader, seed: int, count: int) -> dict[str, float]:
    """Shares of labels read whole, and of values read exactly."""
    reader.eval()
    batch = make_batch(random.Random(seed), count)
    right = whole = 0
    for answer, truth in zip(read(reader, batch["pixels"]), batch["answers"].tolist()):
        said, true = ("".join(VOCABULARY[i] for i in ids if i != PAD) for ids in (answer, truth))
        whole += said == true
        right += sum(value_of(said, field) == value_of(true, field) for field in FIELDS)
    reader.train()
    return {"labels": whole / count, "values": right / count / len(FIELDS)}


def value_of(text: str, field: str) -> str | None:
    return text.split(f"<s_{field}>")[-1].split(f"</s_{field}>")[0] if f"<s_{field}>" in text else None


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--minutes", type=float, default=15, help="processor time")
    arguments.add_argument("--steps", type=int, default=4000)
    arguments.add_argument("--batch", type=int, default=24)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--start", help="weights to go on from; the rate then falls from the first step on")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    WORK.mkdir(parents=True, exist_ok=True)
    reader = Reader()
    if options.start is not None:
        reader.load_state_dict(torch.load(options.start))
    optimizer = torch.optim.AdamW(reader.parameters(), lr=2e-3, weight_decay=0.01)
    log = (WORK / "train.jsonl").open("w")
    begun = time.process_time()
    for step in range(1, options.steps + 1):
        used = (time.process_time() - begun) / 60
        progress = max(step / options.steps, used / options.minutes)
        if progress > 1:
            break
        # Warm up, hold, then fall to nothing over the second half.
        held = 2 if options.start is None else 1
        rate = 2e-3 * min(1, step / (100 if options.start is None else 20)) * min(1, held * (1 - progress) + 0.01)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss, parts = loss_of(reader, make_batch(rng, options.batch))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            note = {"step": step, "minutes": round(used, 2), "losses": [round(part, 4) for part in parts]}
            if step % 200 == 0:
                note |= measure(reader, 10_001, 100)
                torch.save(reader.state_dict(), WORK / "reader.pt")
            log.write(f"{json.dumps(note)}\n")
            log.flush()
            print(json.dumps(note), flush=True)
    torch.save(reader.state_dict(), WORK / "reader.pt")
    final = {"parameters": sum(p.numel() for p in (*reader.encoder.parameters(), *reader.decoder.parameters()))}
    final |= {"minutes": (time.process_time() - begun) / 60, "held out": measure(reader, 20_002, 500)}
    (WORK / "measured.json").write_text(json.dumps(final, indent=2))
    print(json.dumps(final))


if __name__ == "__main__":
    main()
