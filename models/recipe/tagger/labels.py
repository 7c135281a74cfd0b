"""Documents -> token ids and labels.

Labels are BIO over header fields and line cells. Texts, identifiers and currencies are marked wherever the same words stand
again; amounts and dates only at their place, and where the whole line is repeated (heads of later pages).
"""
import itertools

import regex

HEADER = [
    "invoiceNumber", "issueDate", "dueDate", "purchaseOrderRef", "sellerName", "sellerVatId", "buyerName", "buyerVatId", "currency",
    "lineTotal", "allowanceTotal", "chargeTotal", "netTotal", "vatTotal", "grossTotal", "prepaid", "amountDue", "iban", "paymentReference",
]
CELLS = ["name", "quantity", "unit", "unitPrice", "netAmount", "vatRate"]
CLASSES = HEADER + [f"lines.{cell}" for cell in CELLS]
LABELS = ["O"] + [f"{part}-{name}" for name in CLASSES for part in "BI"]
# Header fields that generator 1 labels; of its other tokens nothing is known but that they are none of these.
KNOWN_V1 = [*range(0, 9), *range(12, 15), 16, 17]
EVERYWHERE = {"invoiceNumber", "purchaseOrderRef", "sellerName", "sellerVatId", "buyerName", "buyerVatId", "currency", "iban", "paymentReference"}


def marks(document):
    """(start, end, class number) in UTF-16 units; where two marks meet, the earlier in the list counts."""
    text, found = document["text"], []
    for number, field in enumerate(HEADER):
        value = document["fields"].get(field, {})
        if value.get("state") == "present" and "span" in value:
            found.append((*value["span"], number))
    for line in document.get("lines", []):
        for number, cell in enumerate(CELLS):
            value = line.get(cell, {})
            if value.get("state") == "present" and "span" in value:
                found.append((*value["span"], len(HEADER) + number))
    for start, end, number in found[:]:
        if number >= len(HEADER):
            continue
        if HEADER[number] in EVERYWHERE:
            words = regex.escape(text[start:end])
            pattern = rf"(?<![\p{{L}}\p{{N}}]){words}(?![\p{{L}}\p{{N}}])"
        else:
            line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
            line = text[line_start : line_end if line_end >= 0 else len(text)]
            pattern = rf"(?m)(?<=^{regex.escape(text[line_start:start])}){regex.escape(text[start:end])}(?={regex.escape(line[end - line_start:])}$)"
        found += [(m.start(), m.end(), number) for m in regex.finditer(pattern, text)]
    return found


def label(tokenizer, document):
    """Token ids, labels, and how many of the header's values do not begin and end with a token."""
    text = document["text"]
    data = text.encode()
    ids, starts, ends = tokenizer.encode(text)
    at = [0, *itertools.accumulate(len(c.encode()) for c in text)]
    labels, first, last, crooked = [0] * len(ids), {}, {}, 0
    for i in range(1, len(ids) - 1):
        blank = 1 if data[starts[i] : starts[i] + 1] == b" " else 0
        first[starts[i] + blank], last[ends[i]] = i, i
        first.setdefault(starts[i], i)
    for start, end, number in marks(document):
        begin, stop = first.get(at[start]), last.get(at[end])
        if begin is None or stop is None:
            crooked += number < len(HEADER)
        elif not any(labels[begin : stop + 1]):
            labels[begin : stop + 1] = [1 + 2 * number] + [2 + 2 * number] * (stop - begin)
    return ids, labels, crooked
