"""Byte-level BPE of the tagger. `python3 tokens.py DOCUMENTS.jsonl TOKENIZER.json` trains it and writes the file that
transformers.js and `AutoTokenizer` read.

A piece is a word with the blank before it, one digit, one sign, a run of blanks, or a line break; no token crosses pieces.
So every number is spelled out in digits, and the ends of a value are ends of tokens.
"""
import collections
import heapq
import json
import sys

import regex

PATTERN = r"\r?\n| ?[\p{L}\p{M}]+| ?\p{N}| ?[^\s\p{L}\p{M}\p{N}]|[^\S\n]+"
PIECE = regex.compile(PATTERN)
# Tokens with a letter, or with a byte of one that is not ASCII.
WORD = regex.compile(r"[A-Za-z\u00a1-\u00ff]")
UNKNOWN, PAD, START, END = "[MASK]", "[PAD]", "[START]", "[END]"
SPECIALS = [PAD, START, END, UNKNOWN]
VOCABULARY, CORPUS = 4096, 12000


def byte_characters():
    """The printable character that stands for each byte, the convention of byte-level BPE."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(rest)}


CHARACTERS = byte_characters()


def spell(piece):
    return "".join(CHARACTERS[byte] for byte in piece.encode())


def learn_merges(counts, size):
    """The most frequent pair first, ties by the pair itself: the result depends on the counts alone."""
    words, weights = [list(word) for word in counts], list(counts.values())
    pairs, places = collections.Counter(), collections.defaultdict(set)
    for index, word in enumerate(words):
        for pair in zip(word, word[1:]):
            pairs[pair] += weights[index]
            places[pair].add(index)
    queue = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(queue)
    tokens, merges = [CHARACTERS[byte] for byte in range(256)], []
    while len(tokens) < size and queue:
        count, pair = heapq.heappop(queue)
        if -count != pairs[pair]:
            if pairs[pair] > 0:
                heapq.heappush(queue, (-pairs[pair], pair))
            continue
        if count == 0:
            break
        merges.append(pair)
        tokens.append(pair[0] + pair[1])
        changed = set()
        for index in list(places[pair]):
            word, weight = words[index], weights[index]
            for old in zip(word, word[1:]):
                pairs[old] -= weight
                places[old].discard(index)
                changed.add(old)
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == pair:
                    word[i : i + 2] = [pair[0] + pair[1]]
                i += 1
            for new in zip(word, word[1:]):
                pairs[new] += weight
                places[new].add(index)
                changed.add(new)
        for other in changed - {pair}:
            if pairs[other] > 0:
                heapq.heappush(queue, (-pairs[other], other))
    return list(dict.fromkeys(tokens)), merges


def tokenizer_file(tokens, merges):
    """tokenizer.json of the Hugging Face format: split, byte level, BPE, start and end around the document."""
    vocabulary = {token: number for number, token in enumerate(SPECIALS + tokens)}
    special = lambda name: {"id": name, "ids": [vocabulary[name]], "tokens": [name]}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": i, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for i, name in enumerate(SPECIALS)
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
            ],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": START, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": END, "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {START: special(START), END: special(END)},
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
            "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocabulary, "merges": [" ".join(m) for m in merges],
        },
    }


class Tokenizer:
    def __init__(self, path):
        with open(path, encoding="utf8") as file:
            model = json.load(file)["model"]
        self.ids = model["vocab"]
        self.rank = {tuple(merge.split(" ")): i for i, merge in enumerate(model["merges"])}
        self.cache = {}
        self.unknown = self.ids[UNKNOWN]
        self.words = {number for token, number in self.ids.items() if token not in SPECIALS and WORD.search(token)}

    def piece(self, piece):
        """[(token id, bytes)] of one piece."""
        found = self.cache.get(piece)
        if found is None:
            parts = list(spell(piece))
            while len(parts) > 1:
                rank, i = min((self.rank.get(pair, 1 << 30), i) for i, pair in enumerate(zip(parts, parts[1:])))
                if rank == 1 << 30:
                    break
                parts[i : i + 2] = [parts[i] + parts[i + 1]]
            found = self.cache[piece] = [(self.ids[part], len(part)) for part in parts]
        return found

    def encode(self, text):
        """Token ids, start and end in bytes of each, `[START]` and `[END]` included with empty places."""
        ids, starts, ends, place = [self.ids[START]], [0], [0], 0
        for piece in PIECE.findall(text):
            for number, length in self.piece(piece):
                ids.append(number)
                starts.append(place)
                place += length
                ends.append(place)
        return ids + [self.ids[END]], starts + [place], ends + [place]


if __name__ == "__main__":
    counts = collections.Counter()
    with open(sys.argv[1], encoding="utf8") as file:
        for _, line in zip(range(CORPUS), file):
            counts.update(spell(piece) for piece in PIECE.findall(json.loads(line)["text"]))
    made = tokenizer_file(*learn_merges(counts, VOCABULARY - len(SPECIALS)))
    with open(sys.argv[2], "w", encoding="utf8") as file:
        json.dump(made, file, ensure_ascii=False, indent=0)
    print(len(made["model"]["vocab"]), "tokens")
