"""Examples of assay-extract-2: header fields, line items, plain or layout-preserving text of invoices-v2, and some of invoices-v1."""
import functools
import itertools
import json
import os

from examples import FIELDS as FIELDS_1
from examples import PHRASINGS, read_documents
from rearrange import rearrange
from reword import Words, retitled, reword
from settings import WORK

FIELDS = [
    "invoiceNumber", "issueDate", "dueDate", "purchaseOrderRef", "sellerName", "sellerVatId", "buyerName", "buyerVatId",
    "currency", "lineTotal", "allowanceTotal", "chargeTotal", "netTotal", "vatTotal", "grossTotal", "prepaid",
    "amountDue", "iban", "paymentReference",
]
LINE_FIELDS = ["name", "quantity", "unitPrice", "netAmount"]
MOST_LINES = 10
# Characters from which on a document is sometimes shown in part, as long ones are asked about.
LONG = 1800
# Of these a part that does not hold their place may still print the value.
REPEATED = ("invoiceNumber", "sellerName", "sellerVatId", "buyerName", "buyerVatId", "currency", "iban")
__all__ = ["FIELDS", "ask", "make_example", "read_documents"]


def known(values, field):
    return values[field]["state"] != "unknown"


def make_example(draw, document, few=False):
    """(prompt, answer): a subset of the fields; line items in nearly half of the documents that have few enough of them."""
    usual = FIELDS_1 if document["generator"] == "1" or draw.random() < 0.5 else FIELDS
    if few:
        asked = draw.sample(usual, draw.randint(1, 4))
    elif draw.random() < 0.5:
        asked = list(usual)
    else:
        share = draw.uniform(0.2, 0.9)
        asked = [f for f in usual if draw.random() < share] or ["grossTotal"]
    asked = [f for f in asked if known(document["fields"], f)]
    if draw.random() < 0.2:
        asked = draw.sample(asked, len(asked))
    keys = []
    if document["generator"] == "2" and len(document["lines"]) <= MOST_LINES and draw.random() < 0.45:
        keys = [k for k in LINE_FIELDS if all(known(line, k) for line in document["lines"])]
        if draw.random() < 0.3:
            keys = [k for k in keys if draw.random() < 0.6] or keys[:1]
        if draw.random() < 0.4:
            asked = []
    if not asked and not keys:
        asked = ["grossTotal"]
    phrasing = draw.choices([p for p, _ in PHRASINGS], [w for _, w in PHRASINGS])[0]
    text = document["text"]
    if document["generator"] == "2":
        # Long documents are asked about in parts.
        if len(text) > LONG and not keys and draw.random() < 0.5:
            document = part_of(draw, document)
            text = document["text"]
        elif draw.random() < 0.3:
            text = document["layoutText"]
        elif draw.random() < (0.5 if len(text) > LONG else 0.9):
            spans = {field: value["span"] for field, value in document["fields"].items() if value.get("span")}
            text, _ = rearrange(draw, text, spans, titles(), 0.8)
        if draw.random() < 0.3:
            text = retitled(draw, words(), text, titles())
        document = reworded(draw, document, text)
        text = document["text"]
    return ask(document, asked, phrasing, keys, text)


def part_of(draw, document):
    """The beginning or the end of a document, cut between lines; what it does not show is null."""
    text = document["text"]
    ends = [i + 1 for i, letter in enumerate(text) if letter == "\n"]
    cut = ends[int(len(ends) * draw.uniform(0.25, 0.9))]
    start, end = (0, cut) if draw.random() < 0.5 else (cut, len(text))
    part = text[start:end]

    def seen(field, value):
        span = value.get("span")
        if span and start <= span[0] and span[1] <= end or field in REPEATED and (value.get("printed") or "\0") in part:
            return value
        return {**value, "printed": None}

    return {**document, "text": part, "fields": {field: seen(field, value) for field, value in document["fields"].items()}}


def reworded(draw, document, text):
    """The document with `text` as its text, and other words in it and in the values."""
    fields = [(name, value.get("printed")) for name, value in document["fields"].items()]
    cells = [("lines" if key == "name" else key, line[key].get("printed")) for line in document["lines"] for key in LINE_FIELDS]
    text, values = reword(draw, words(), text, fields + cells)
    values = iter(values)
    return {
        "text": text,
        "fields": {name: {"printed": next(values)} for name, _ in fields},
        "lines": [{key: {"printed": next(values)} for key in LINE_FIELDS} for _ in document["lines"]],
    }


@functools.cache
def titles():
    with open(os.path.join(WORK, "titles.json"), encoding="utf8") as file:
        return frozenset(json.load(file))


@functools.cache
def words():
    return Words(d for d in itertools.islice(read_documents(os.path.join(WORK, "train.jsonl")), 5000) if d["generator"] == "2")


def ask(document, fields, phrasing=PHRASINGS[0][0], line_keys=(), text=None):
    names = list(fields) + ([f"lines({', '.join(line_keys)})"] if line_keys else [])
    prompt = (document["text"] if text is None else text) + "\n\n" + phrasing.format(", ".join(names))
    values = {field: document["fields"][field].get("printed") for field in fields}
    if line_keys:
        values["lines"] = [{key: line[key].get("printed") for key in line_keys} for line in document["lines"]]
    return prompt, json.dumps(values, separators=(",", ":"), ensure_ascii=False)
