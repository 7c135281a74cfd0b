"""Folders of `assay generate --render layout` -> one JSONL: `python3 pack.py OUT.jsonl FOLDER [V1.jsonl]`.

Each line is the truth with `text` and `layoutText`. Of tier T3, whose documents are four times as long, two in five
are kept; one document of V1.jsonl follows every sixth.
"""
import json
import os
import random
import sys

out, folder, *others = sys.argv[1:]
draw = random.Random(20261121)
old = open(others[0], encoding="utf8") if others else None
written = 0
with open(os.path.join(folder, "ground-truth.jsonl"), encoding="utf8") as truths, open(out, "w", encoding="utf8") as packed:
    for line in truths:
        document = json.loads(line)
        if old is not None and document["tier"] == "T3" and draw.random() > 0.4:
            continue
        for key, ending in (("text", "txt"), ("layoutText", "layout.txt")):
            with open(os.path.join(folder, "documents", f"{document['id']}.{ending}"), encoding="utf8") as file:
                document[key] = file.read()
        packed.write(json.dumps(document, ensure_ascii=False) + "\n")
        written += 1
        if old is not None and written % 6 == 0:
            packed.write(next(old))
print(written, "documents")
