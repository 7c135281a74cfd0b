"""Trained state -> ONNX fp32 in the layout of transformers.js, and what PyTorch answers on a few documents:
`python3 export.py WORK FOLDER`."""
import json
import os
import shutil
import sys

import onnx
import torch

from labels import LABELS
from model import HEADS, INNER, PLAN, WIDTH, WINDOW, make_tagger
from tokens import PAD, Tokenizer

OPSET, REFERENCES = 17, 8


def load_model(work):
    tokenizer = Tokenizer(os.path.join(work, "tokenizer.json"))
    model = make_tagger(tokenizer, len(LABELS))
    model.load_state_dict(torch.load(os.path.join(work, "state.pt"), map_location="cpu")["model"])
    return tokenizer, model.eval()


def batch(rows):
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
    return ids, (ids != 0).long()


def main():
    work, folder = sys.argv[1:]
    tokenizer, model = load_model(work)
    os.makedirs(os.path.join(folder, "onnx"), exist_ok=True)
    target = os.path.join(folder, "onnx", "model.onnx")
    example = batch([[1, *range(50, 90), 2], [1, *range(300, 320), 2]])
    torch.onnx.export(
        model, example, target, opset_version=OPSET, do_constant_folding=True,
        input_names=["input_ids", "attention_mask"], output_names=["logits"],
        dynamic_axes={"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}, "logits": {0: "batch", 1: "tokens"}},
    )
    onnx.checker.check_model(target)
    config = {
        # The class of encoders that transformers.js opens with these inputs; the network itself is none of BERT's.
        "model_type": "bert", "architectures": ["BertForTokenClassification"], "name": "assay-tagger",
        "id2label": {str(i): name for i, name in enumerate(LABELS)}, "label2id": {name: i for i, name in enumerate(LABELS)},
        "vocab_size": len(tokenizer.ids), "hidden_size": WIDTH, "intermediate_size": INNER, "num_hidden_layers": len(PLAN),
        "num_attention_heads": HEADS, "max_position_embeddings": WINDOW, "pad_token_id": tokenizer.ids[PAD],
    }
    with open(os.path.join(folder, "config.json"), "w", encoding="utf8") as file:
        json.dump(config, file, indent=1)
        file.write("\n")
    with open(os.path.join(folder, "tokenizer_config.json"), "w", encoding="utf8") as file:
        json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": WINDOW, "pad_token": PAD, "clean_up_tokenization_spaces": False}, file, indent=1)
        file.write("\n")
    shutil.copyfile(os.path.join(work, "tokenizer.json"), os.path.join(folder, "tokenizer.json"))
    references = []
    with open(os.path.join(work, "dev.jsonl"), encoding="utf8") as file:
        for _, line in zip(range(REFERENCES), file):
            text = json.loads(line)["text"]
            ids = tokenizer.encode(text)[0][:WINDOW]
            with torch.no_grad():
                logits = model(*batch([ids]))[0]
            references.append({"text": text, "ids": ids, "logits": [[round(v, 5) for v in row] for row in logits.tolist()]})
    with open(os.path.join(work, "references.json"), "w", encoding="utf8") as file:
        json.dump(references, file)
    print(target, os.path.getsize(target), "bytes")


main()
