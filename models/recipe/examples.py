"""Documents of a dataset (JSONL) -> prompts and answers. The phrasings are those of `prompts/`."""
import json

FIELDS = [
    "invoiceNumber", "issueDate", "dueDate", "purchaseOrderRef", "sellerName", "sellerVatId", "buyerName",
    "buyerVatId", "currency", "netTotal", "vatTotal", "grossTotal", "amountDue", "iban",
]
PHRASINGS = [
    ("fields: {}", 0.6),
    ("Copy these fields as printed: {}", 0.2),
    ("Which values does the invoice show for {}?", 0.2),
]


def read_documents(path):
    """Yields the documents of a JSONL file, again and again from its start."""
    while True:
        with open(path, encoding="utf8") as file:
            for line in file:
                yield json.loads(line)


def make_example(draw, document, few=False):
    """(prompt, answer): a subset of the fields (all of them half of the time), mostly in the usual order."""
    if few:
        asked = draw.sample(FIELDS, draw.randint(1, 4))
    elif draw.random() < 0.5:
        asked = FIELDS
    else:
        share = draw.uniform(0.3, 0.95)
        asked = [f for f in FIELDS if draw.random() < share] or ["grossTotal"]
    if draw.random() < 0.2:
        asked = draw.sample(asked, len(asked))
    return ask(document, asked, draw.choices([p for p, _ in PHRASINGS], [w for _, w in PHRASINGS])[0])


def ask(document, fields, phrasing=PHRASINGS[0][0]):
    prompt = document["text"] + "\n\n" + phrasing.format(", ".join(fields))
    values = {field: document["fields"][field].get("printed") for field in fields}
    return prompt, json.dumps(values, separators=(",", ":"), ensure_ascii=False)
