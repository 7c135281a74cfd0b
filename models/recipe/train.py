"""Trains the extractor: `python3 train.py --steps N [--resume]`. Saves its whole state every 100 steps.

Each step is one batch of BATCH documents that nobody has seen before. The loss is cross entropy on the answer, with a
light share of language modelling on the invoice itself. Learning rate: 200 steps of warm-up, constant until 60 % of
the steps, then linear to 3 %. `--steps` may be changed on resume; the log keeps every command and value.
"""
import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F

from examples import FIELDS, ask, make_example, read_documents
from model import CONTEXT, VOCABULARY, Extractor
from tokenizer import load_tokenizer

BATCH, POOL, RATE, SEED = 24, 16, 1.5e-3, 20261121
WORK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "work")
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def autocast():
    return torch.autocast(DEVICE, dtype=torch.bfloat16)


def encode(tokenizer, prompt, answer):
    return [tokenizer.doc] + tokenizer.encode(prompt) + [tokenizer.json], tokenizer.encode(answer) + [tokenizer.end]


def batches(tokenizer, start):
    """Yields (tokens, weights) from step `start` on: POOL batches are drawn at once and sorted by length against padding."""
    documents = read_documents(os.path.join(WORK, "train.jsonl"))
    for _ in range(start // POOL * POOL * BATCH):
        next(documents)
    pool_number = start // POOL
    while True:
        draw = random.Random(SEED + pool_number)
        rows = []
        while len(rows) < POOL * BATCH:
            few = draw.random() < (0.3 if pool_number * POOL < 500 else 0.08)
            row = encode(tokenizer, *make_example(draw, next(documents), few))
            rows.append(row)
        rows.sort(key=lambda row: len(row[0]) + len(row[1]))
        made = [pad(draw, tokenizer, rows[i : i + BATCH]) for i in range(0, len(rows), BATCH)]
        draw.shuffle(made)
        yield from made[start % POOL if pool_number == start // POOL else 0 :]
        pool_number += 1


def pad(draw, tokenizer, rows):
    rows = [row for row in rows if len(row[0]) + len(row[1]) <= CONTEXT] or rows[:1]
    # Few distinct shapes: the processor's matrix library prepares itself anew for each.
    length = min(CONTEXT, -(-max(len(p) + len(a) for p, a in rows) // 32) * 32 + 1)
    tokens = torch.full((len(rows), length), tokenizer.end)
    weights = torch.zeros(len(rows), length)
    for i, (prompt, answer) in enumerate(rows):
        row = torch.tensor((prompt + answer)[:length])
        tokens[i, : len(row)] = row
        weights[i, draw.randrange(8) : len(prompt) : 8] = 0.1
        weights[i, len(prompt) : len(prompt) + len(answer)] = 1.0
    return tokens, weights


def loss_of(model, tokens, weights):
    """Weighted cross entropy; logits are made only where a weight stands, which is a quarter of the positions."""
    with autocast():
        states = model.hidden(tokens[:, :-1].to(DEVICE))
        weights, targets = weights[:, 1:].flatten(), tokens[:, 1:].flatten()
        wanted = weights.nonzero().squeeze(1)
        wanted = torch.cat((wanted, weights.eq(0).nonzero().squeeze(1)[: -len(wanted) % 512]))
        logits = model.logits(states.flatten(0, 1)[wanted.to(DEVICE)])
    targets, weight = targets[wanted].to(DEVICE), weights[wanted].to(DEVICE)
    losses = F.cross_entropy(logits.float(), targets, reduction="none")
    answer = weight == 1.0
    return (losses * weight).sum() / weight.sum(), losses[answer].mean().item()


def field_accuracy(model, tokenizer, documents):
    """Share of fields whose every token is the most likely one given the right tokens before it (teacher forcing)."""
    right = {field: 0 for field in FIELDS}
    with torch.no_grad(), autocast():
        for document in documents:
            prompt, answer = encode(tokenizer, *ask(document, FIELDS))
            tokens = torch.tensor([prompt + answer])[:, :CONTEXT]
            guess = model.logits(model.hidden(tokens[:, :-1].to(DEVICE)))[0].argmax(-1).cpu()
            wrong = {i for i in range(len(prompt), tokens.shape[1]) if guess[i - 1] != tokens[0, i]}
            text, place = "", len(prompt)
            for field in FIELDS:
                end = text + ("," if text else "{") + json.dumps(field) + ":" + json.dumps(document["fields"][field].get("printed"), ensure_ascii=False)
                stop = place
                while stop < tokens.shape[1] and len(tokenizer.decode(answer[: stop - len(prompt) + 1])) <= len(end):
                    stop += 1
                # The token after the value closes it: a value that goes on too long is wrong there.
                right[field] += not wrong & set(range(place, stop + 1))
                text, place = end, stop
    return {field: count / len(documents) for field, count in right.items()}


def rate_at(step, steps):
    share = step / steps
    return RATE * min(1, (step + 1) / 200) * (1 if share < 0.6 else 0.03 + 0.97 * max(0.0, 1 - share) / 0.4)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--steps", type=int, required=True)
    arguments.add_argument("--resume", action="store_true")
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    tokenizer = load_tokenizer(os.path.join(WORK, "tokenizer.json"))
    assert len(tokenizer.tokens) <= VOCABULARY
    model = Extractor().to(DEVICE)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    state_path, log_path = os.path.join(WORK, "state.pt"), os.path.join(WORK, "log.jsonl")
    step, seen, seconds = 0, 0, 0.0
    if options.resume:
        state = torch.load(state_path, map_location=DEVICE)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, seen, seconds = state["step"], state["tokens"], state["seconds"]
    probe = {}
    for split in ("dev", "test"):
        stream = read_documents(os.path.join(WORK, f"{split}.jsonl"))
        probe[split] = [next(stream) for _ in range(100)]

    def log(entry):
        with open(log_path, "a", encoding="utf8") as file:
            file.write(json.dumps(entry) + "\n")
        print(json.dumps(entry), flush=True)

    log({"start": step, "steps": options.steps, "batch": BATCH, "rate": RATE, "seed": SEED, "parameters": sum(p.numel() for p in model.parameters()), "device": DEVICE})
    recent, begun, base = [], time.time(), seconds
    for tokens, weights in batches(tokenizer, step):
        if step >= options.steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, options.steps)
        loss, answer_loss = loss_of(model, tokens, weights)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step, seen = step + 1, seen + tokens.numel()
        recent.append(answer_loss)
        seconds = base + time.time() - begun
        if step % 25 == 0:
            log({"step": step, "minutes": round(seconds / 60, 2), "loss": round(sum(recent) / len(recent), 4), "tokens": seen, "rate": round(rate_at(step, options.steps), 6)})
            recent = []
        if step % 100 == 0 or step == options.steps:
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "tokens": seen, "seconds": seconds}, state_path + ".new")
            os.replace(state_path + ".new", state_path)
        if step % 500 == 0 or step == options.steps:
            for split, documents in probe.items():
                scores = field_accuracy(model, tokenizer, documents)
                log({"step": step, "split": split, "fieldAccuracyTeacherForced": round(sum(scores.values()) / len(scores), 4), "fields": scores})


if __name__ == "__main__":
    main()
