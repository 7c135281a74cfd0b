"""Importance matrix of a trained extractor, in the format of llama-imatrix: `python3 imatrix.py STATE.pt OUT.gguf [DOCUMENTS]`.

How much each input column of a matrix matters: the sum of its squared activations over training examples, and the
number of tokens. Quantizations below 3 bits need it.
"""
import itertools
import os
import random
import sys

from settings import HERE, NAME, WORK

sys.path.insert(0, os.path.join(HERE, "work", "llama.cpp", "gguf-py"))
import gguf
import numpy as np
import torch

from model import Extractor
from tokenizer import load_tokenizer
from train import CONTEXT, SEED, encode, make_example, read_documents


def main(state_path, out_path, documents="400"):
    model = Extractor()
    model.load_state_dict(torch.load(state_path, map_location="cpu")["model"])
    tokenizer = load_tokenizer(os.path.join(WORK, "tokenizer.json"))
    sums, counts = {}, {}

    def count(name):
        def add(_module, inputs, *_):
            squares = inputs[0].float().pow(2).flatten(0, -2)
            sums[name] = sums.get(name, 0) + squares.sum(0).double()
            counts[name] = counts.get(name, 0) + len(squares)

        return add

    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_hook(count(f"{name}.weight"))
    # The embedding is the output matrix too.
    model.output_norm.register_forward_hook(lambda module, inputs, out: count("token_embd.weight")(module, [out]))
    draw = random.Random(SEED)
    with torch.no_grad():
        for document in itertools.islice(read_documents(os.path.join(WORK, "train.jsonl")), int(documents)):
            prompt, answer = encode(tokenizer, *make_example(draw, document))
            model.hidden(torch.tensor([(prompt + answer)[:CONTEXT]]))

    writer = gguf.GGUFWriter(out_path, "")
    writer.add_type("imatrix")
    writer.add_array("imatrix.datasets", [f"{NAME} train"])
    writer.add_uint32("imatrix.chunk_count", int(documents))
    writer.add_uint32("imatrix.chunk_size", CONTEXT)
    for name in sums:
        writer.add_tensor(f"{name}.in_sum2", sums[name].float().numpy()[None])
        writer.add_tensor(f"{name}.counts", np.array([[counts[name]]], dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print(len(sums), "matrices over", max(counts.values()), "tokens")


if __name__ == "__main__":
    main(*sys.argv[1:])
