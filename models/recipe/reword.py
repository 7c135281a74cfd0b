"""Words that no generator prints, in the place of a document's own: the same word is the same everywhere, on the page and in the answer.

The generator knows a few dozen label words and goods a language; without this the extractor learns those by heart, and
fails at a page that says it otherwise. A new word is the head of one real word and the tail of another, as long as the
old one and written as it is, so that columns stay where they are.
"""
import re

WORD = re.compile(r"[^\W\d_]{2,}")
# Parties and goods; other values keep their words, which say something: months, currencies.
NAMES = ("sellerName", "buyerName")


class Words:
    """Real words by length and alphabet, of whole documents."""

    def __init__(self, documents):
        seen = {}
        for document in documents:
            for word in WORD.findall(document["text"]):
                seen[word.lower()] = True
        self.heads, self.tails = {}, {}
        for word in seen:
            half, script = len(word) // 2, script_of(word)
            self.heads.setdefault((script, half), []).append(word[:half])
            self.tails.setdefault((script, len(word) - half), []).append(word[half:])

    def make(self, draw, word):
        """A word of this length and alphabet; the word itself where nothing is as long."""
        half, script = len(word) // 2, script_of(word)
        heads, tails = self.heads.get((script, half)), self.tails.get((script, len(word) - half))
        return draw.choice(heads) + draw.choice(tails) if heads and tails else word


def retitled(draw, words, text, titles):
    """The text with words that nobody prints in its title, where that is one of `titles`: whatever stands there is no name."""
    rows = text.split("\n", 14)
    for i, row in enumerate(rows[:14]):
        if row in titles:
            rows[i] = WORD.sub(lambda match: as_written(match.group(), words.make(draw, match.group().lower())), row)
            break
    return "\n".join(rows)


def as_written(word, made):
    """The made word with capital letters where the word has them."""
    made = "".join(n.upper() if o.isupper() and len(n.upper()) == 1 else n for o, n in zip(word, made))
    return made if len(made) == len(word) else word


def script_of(word):
    return "ascii" if word.isascii() else "latin" if ord(max(word)) < 0x250 else "other"


def reword(draw, words, text, values):
    """(text, values) with other names in two of three documents and other words outside of values in half of them.

    `values`: pairs of (field, printed); a field of a line is "lines". Returns the values in their order.
    """
    of_names, of_others = set(), set()
    for field, printed in values:
        (of_names if field in NAMES or field == "lines" else of_others).update(w.lower() for w in WORD.findall(printed or ""))
    of_names -= of_others
    share_names = draw.uniform(0.2, 1) if draw.random() < 0.67 else 0
    share_labels = draw.uniform(0, 0.6) if draw.random() < 0.5 else 0
    if not share_names and not share_labels:
        return text, [printed for _, printed in values]
    swaps = {}

    def swap(match):
        word = match.group()
        low = word.lower()
        if low in of_others:
            return word
        if low not in swaps:
            share = share_names if low in of_names else share_labels
            swaps[low] = words.make(draw, low) if draw.random() < share else low
        if swaps[low] == low:
            return word
        return as_written(word, swaps[low])

    text = WORD.sub(swap, text)
    return text, [printed if printed is None else WORD.sub(swap, printed) for _, printed in values]
