"""Words that a document does not hold, in the place of its own.

The generator knows a few dozen goods and label words a language; without this the tagger learns those by heart and marks no others.
"""
import random

from labels import CLASSES

NAMES = {part + 2 * number for number, name in enumerate(CLASSES) if name in ("sellerName", "buyerName", "lines.name") for part in (1, 2)}
MOST_PIECES = 3


class Vary:
    def __init__(self, tokenizer):
        self.words, self.unknown = tokenizer.words, tokenizer.unknown
        self.like, spelled = {}, {number: token for token, number in tokenizer.ids.items()}
        # Tokens of one kind stand for each other: with or without the blank before them, of ASCII letters or not.
        self.kind = {number: (spelled[number][0] == "\u0120", spelled[number].strip("\u0120").isascii()) for number in self.words}
        for number, kind in sorted(self.kind.items()):
            self.like.setdefault(kind, []).append(number)

    def word(self, draw, token):
        """One to MOST_PIECES tokens: a word of the same kind that nobody ever printed."""
        blank, ascii_only = self.kind[token]
        pieces = [draw.choice(self.like[blank, ascii_only])]
        if draw.random() < 0.5:
            pieces += draw.choices(self.like[False, ascii_only], k=draw.randint(1, MOST_PIECES - 1))
        return pieces

    def names(self, draw, ids, labels):
        """Other words in names of goods and parties, the same for the same in all of the document."""
        share, swapped = draw.uniform(0.2, 1), {}
        new_ids, new_labels = [], []
        for token, mark in zip(ids, labels):
            pieces = [token]
            if mark in NAMES and token in self.words:
                if token not in swapped:
                    swapped[token] = self.word(draw, token) if draw.random() < share else [token]
                pieces = swapped[token]
            new_ids += pieces
            # What goes on with a word is inside of it: even numbers.
            new_labels += [mark] + [mark + mark % 2] * (len(pieces) - 1)
        return new_ids, new_labels

    def labels(self, draw, ids, labels):
        """Some words outside of values hidden, some made up."""
        share, made_up = draw.uniform(0, 0.3), draw.uniform(0, 1)
        new_ids, new_labels = [], []
        for token, mark in zip(ids, labels):
            pieces = [token]
            if mark == 0 and token in self.words and draw.random() < share:
                pieces = self.word(draw, token) if draw.random() < made_up else [self.unknown]
            new_ids += pieces
            new_labels += [mark] * len(pieces)
        return new_ids, new_labels


def vary(made, draw: random.Random, ids, labels):
    """Names in two of three documents, words outside of values in half of them."""
    if draw.random() < 0.67:
        ids, labels = made.names(draw, ids, labels)
    if draw.random() < 0.5:
        ids, labels = made.labels(draw, ids, labels)
    return ids, labels
