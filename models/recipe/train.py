"""Trains the extractor: `python3 train.py --steps N [--resume]`. Saves its whole state every 100 steps.

Each step is one batch of documents that nobody has seen before: BATCH of them, fewer where they are long. The loss is
cross entropy on the answer, with a light share of language modelling on the invoice itself. Learning rate: warm-up,
constant for the share CONSTANT of the steps, then linear to 3 %. `--steps` and `--rate`, its highest value, may be changed on
resume; the log keeps every command and value. `--start STATE.pt` takes the blocks of another extractor, and the embeddings of the tokens that both have.
"""
import argparse
import json
import multiprocessing
import os
import random
import time

import torch
import torch.nn.functional as F

from exchange import Exchange
from model import Extractor
from muon import Muon
from settings import BATCH, BATCH_TOKENS, CONSTANT, CONTEXT, MUON, NAME, RATE, VOCABULARY, WARMUP, WORK
from tokenizer import load_tokenizer

if NAME == "assay-extract":
    from examples import FIELDS, ask, make_example, read_documents
else:
    from examples_2 import FIELDS, ask, make_example, read_documents

POOL, PROBE, SEED = 16, 60, 20261121
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def autocast():
    return torch.autocast(DEVICE, dtype=torch.bfloat16)


def encode(tokenizer, prompt, answer):
    return [tokenizer.doc] + tokenizer.encode(prompt) + [tokenizer.json], tokenizer.encode(answer) + [tokenizer.end]


def batches(tokenizer, start, rank, workers):
    """Yields (tokens, weights, place) of one worker: `place` is (pool, step) of the next one, where a later call may start.

    POOL * BATCH documents are drawn at once and sorted by length against padding; the workers share their batches out.
    """
    pool, first = start
    documents = read_documents(os.path.join(WORK, "train.jsonl"))
    for _ in range(pool * POOL * BATCH):
        next(documents)
    while True:
        draw = random.Random(SEED + pool)
        rows = []
        for _ in range(POOL * BATCH):
            few = draw.random() < (0.3 if pool * POOL < 500 else 0.08)
            row = encode(tokenizer, *make_example(draw, next(documents), few))
            if len(row[0]) + len(row[1]) <= CONTEXT:
                rows.append(row)
        rows.sort(key=lambda row: len(row[0]) + len(row[1]))
        groups = list(grouped(rows, BATCH // workers, BATCH_TOKENS // workers))
        # Batches of one step are neighbours in length, so that no worker waits long for another.
        steps = [groups[i : i + workers] for i in range(0, len(groups) - workers + 1, workers)]
        draw.shuffle(steps)
        for number in range(first, len(steps)):
            last = number + 1 == len(steps)
            mine = pad(random.Random(f"{SEED} {pool} {number} {rank}"), tokenizer, steps[number][rank])
            yield *mine, ((pool + 1, 0) if last else (pool, number + 1))
        pool, first = pool + 1, 0


def grouped(rows, most_rows, most_tokens):
    """Rows sorted by length -> lists of at most so many rows, and tokens after padding."""
    group = []
    for row in rows:
        if len(group) == most_rows or (group and (len(row[0]) + len(row[1])) * (len(group) + 1) > most_tokens):
            yield group
            group = []
        group.append(row)
    yield group


def pad(draw, tokenizer, rows):
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
    """Sum of the weighted cross entropy and of its weights, mean loss of the answers; logits are made only where a weight stands, which is a quarter of the positions."""
    with autocast():
        states = model.hidden(tokens[:, :-1].to(DEVICE))
        weights, targets = weights[:, 1:].flatten(), tokens[:, 1:].flatten()
        wanted = weights.nonzero().squeeze(1)
        wanted = torch.cat((wanted, weights.eq(0).nonzero().squeeze(1)[: -len(wanted) % 512]))
        logits = model.logits(states.flatten(0, 1)[wanted.to(DEVICE)])
    targets, weight = targets[wanted].to(DEVICE), weights[wanted].to(DEVICE)
    losses = F.cross_entropy(logits.float(), targets, reduction="none")
    answer = weight == 1.0
    return (losses * weight).sum(), weight.sum().item(), losses[answer].mean().item()


def field_accuracy(model, tokenizer, documents):
    """Share of fields whose every token is the most likely one given the right tokens before it (teacher forcing)."""
    right = {field: 0 for field in FIELDS}
    with torch.no_grad(), autocast():
        for document in documents:
            asked = [field for field in FIELDS if document["fields"][field]["state"] != "unknown"]
            prompt, answer = encode(tokenizer, *ask(document, asked))
            tokens = torch.tensor([prompt + answer])[:, :CONTEXT]
            guess = model.logits(model.hidden(tokens[:, :-1].to(DEVICE)))[0].argmax(-1).cpu()
            wrong = {i for i in range(len(prompt), tokens.shape[1]) if guess[i - 1] != tokens[0, i]}
            text, place = "", len(prompt)
            for field in asked:
                end = text + ("," if text else "{") + json.dumps(field) + ":" + json.dumps(document["fields"][field].get("printed"), ensure_ascii=False)
                stop = place
                while stop < tokens.shape[1] and len(tokenizer.decode(answer[: stop - len(prompt) + 1])) <= len(end):
                    stop += 1
                # The token after the value closes it: a value that goes on too long is wrong there.
                right[field] += not wrong & set(range(place, stop + 1))
                text, place = end, stop
    return {field: count / len(documents) for field, count in right.items()}


def start_from(model, tokenizer, path):
    """Blocks of another extractor, and its embeddings where a token is the same; other tokens get its mean and spread."""
    old = torch.load(path, map_location="cpu")["model"]
    known = load_tokenizer(os.path.join(os.path.dirname(path), "tokenizer.json")).ids
    embedding = old.pop("token_embd.weight")
    spread, mean = embedding[: len(known)].std(0), embedding[: len(known)].mean(0)
    with torch.no_grad():
        model.token_embd.weight.copy_(mean + spread * torch.randn(VOCABULARY, embedding.shape[1]))
        for number, token in enumerate(tokenizer.tokens):
            if token in known:
                model.token_embd.weight[number] = embedding[known[token]]
    model.load_state_dict(old, strict=False)


def data_digest():
    """SHA-256 of the training documents, as the recipe wrote it beside them; None where it did not."""
    path = os.path.join(WORK, "train.jsonl.sha256")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf8") as file:
        return file.read().split()[0]


def rate_at(step, steps, peak, fresh=0):
    """Learning rate of a step; `fresh`: the step from which the optimizers have known the gradients."""
    share = step / steps
    return peak * min(1, (step - fresh + 1) / WARMUP) * (1 if share < CONSTANT else 0.03 + 0.97 * max(0.0, 1 - share) / (1 - CONSTANT))


def make_optimizers(model):
    """AdamW for all parameters, or with MUON for embeddings and norms only."""
    matrices = [p for p in model.blk.parameters() if p.dim() == 2] if MUON else []
    others = [p for p in model.parameters() if not any(p is matrix for matrix in matrices)]
    adamw = torch.optim.AdamW(others, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
    return [adamw, Muon(matrices, lr=RATE)] if matrices else [adamw]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--steps", type=int, required=True)
    arguments.add_argument("--resume", action="store_true")
    arguments.add_argument("--start")
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--workers", type=int, default=1 if DEVICE == "cuda" else 2)
    options = arguments.parse_args()
    # One thread each: workers meet once a step, threads would meet at every operation.
    torch.set_num_threads(1)
    exchange = Exchange(sum(p.numel() for p in Extractor().parameters()), options.workers)
    others = [multiprocessing.get_context("fork").Process(target=work, args=(rank, options, exchange), daemon=True) for rank in range(1, options.workers)]
    for other in others:
        other.start()
    work(0, options, exchange)


def work(rank, options, exchange):
    torch.manual_seed(SEED)
    tokenizer = load_tokenizer(os.path.join(WORK, "tokenizer.json"))
    assert len(tokenizer.tokens) <= VOCABULARY
    model = Extractor().to(DEVICE)
    optimizers = make_optimizers(model)
    state_path, log_path = os.path.join(WORK, "state.pt"), os.path.join(WORK, "log.jsonl")
    step, seen, seconds, place, fresh = 0, 0, 0.0, (0, 0), 0
    if options.start and not options.resume:
        start_from(model, tokenizer, options.start)
    if options.resume:
        state = torch.load(state_path, map_location=DEVICE)
        model.load_state_dict(state["model"])
        for optimizer, kept in zip(optimizers, state["optimizers"]):
            optimizer.load_state_dict(kept)
        step, seen, seconds = state["step"], state["tokens"], state["seconds"]
        place = state["place"]
        # Optimizers are missing where the state was made from a file (import_gguf.py).
        fresh = state.get("fresh", 0) if state["optimizers"] else step
    probe = {}
    for split in sorted(name[:-6] for name in os.listdir(WORK) if name.endswith(".jsonl") and name.startswith(("dev", "test"))):
        stream = read_documents(os.path.join(WORK, f"{split}.jsonl"))
        probe[split] = [next(stream) for _ in range(PROBE)]

    def log(entry):
        if rank != 0:
            return
        with open(log_path, "a", encoding="utf8") as file:
            file.write(json.dumps(entry) + "\n")
        print(json.dumps(entry), flush=True)

    log({"start": step, "from": options.start, "steps": options.steps, "data": data_digest(), "batch": BATCH, "rate": options.rate, "seed": SEED, "muon": MUON, "parameters": sum(p.numel() for p in model.parameters()), "device": DEVICE})
    recent, begun, base = [], time.time(), seconds
    for tokens, weights, place in batches(tokenizer, place, rank, options.workers):
        if step >= options.steps:
            break
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate_at(step, options.steps, options.rate, fresh)
        loss, weight, answer_loss = loss_of(model, tokens, weights)
        model.zero_grad(set_to_none=True)
        loss.backward()
        _, count, answer_loss = exchange.sum(rank, model, [weight, tokens.numel(), answer_loss])
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step, seen = step + 1, seen + int(count)
        recent.append(answer_loss / options.workers)
        seconds = base + time.time() - begun
        if step % 25 == 0:
            log({"step": step, "minutes": round(seconds / 60, 2), "loss": round(sum(recent) / len(recent), 4), "tokens": seen, "rate": round(rate_at(step, options.steps, options.rate, fresh), 6)})
            recent = []
        if rank == 0 and (step % 100 == 0 or step == options.steps):
            torch.save({"model": model.state_dict(), "optimizers": [optimizer.state_dict() for optimizer in optimizers], "step": step, "tokens": seen, "seconds": seconds, "place": place, "fresh": fresh}, state_path + ".new")
            os.replace(state_path + ".new", state_path)
        if rank == 0 and (step % 500 == 0 or step == options.steps):
            for split, documents in probe.items():
                scores = field_accuracy(model, tokenizer, documents)
                log({"step": step, "split": split, "fieldAccuracyTeacherForced": round(sum(scores.values()) / len(scores), 4), "fields": scores})


if __name__ == "__main__":
    main()
