"""Training state out of a committed file, where the state itself was not kept: `python3 import_gguf.py IN.gguf STATE.pt --step N --tokens N --minutes M --pool N`.

Writes the tokenizer beside STATE.pt too. Optimizers begin anew on `train.py --resume`, from the pool of documents named.
"""
import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "work", "llama.cpp", "gguf-py"))
import gguf
import torch

from model import Extractor
from tokenizer import SPECIALS


def strings(reader, key):
    field = reader.fields[key]
    return [bytes(field.parts[i]).decode("utf8") for i in field.data]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("file")
    arguments.add_argument("state")
    for name in ("step", "tokens", "pool"):
        arguments.add_argument(f"--{name}", type=int, required=True)
    arguments.add_argument("--minutes", type=float, required=True)
    options = arguments.parse_args()
    reader = gguf.GGUFReader(options.file)
    # Dimensions stand in GGUF from the innermost on; gguf-py gives arrays in the order of PyTorch.
    weights = {tensor.name: torch.tensor(tensor.data.astype("float32")) for tensor in reader.tensors}
    Extractor().load_state_dict(weights)
    tokens = strings(reader, "tokenizer.ggml.tokens")
    merges = [merge.split(" ") for merge in strings(reader, "tokenizer.ggml.merges")]
    with open(os.path.join(os.path.dirname(options.state), "tokenizer.json"), "w", encoding="utf8") as file:
        json.dump([tokens[: tokens.index(SPECIALS[0])], merges], file, ensure_ascii=False)
    torch.save({"model": weights, "optimizers": [], "step": options.step, "tokens": options.tokens, "seconds": options.minutes * 60, "place": (options.pool, 0)}, options.state)


if __name__ == "__main__":
    main()
