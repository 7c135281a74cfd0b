"""Byte-level BPE for the extractor: `python3 tokenizer.py FILE.jsonl OUT.json`.

No merge joins a space or a line break to anything but its own kind. So a value has the same tokens on the page and in
the answer, whatever stands before it, and copying is a copy of tokens. The pieces follow the `gpt-2` pattern, which
llama.cpp applies for `tokenizer.ggml.pre = gpt-2`.
"""
import collections
import heapq
import json
import sys

import regex

from settings import NAME, VOCABULARY

PATTERN = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
SPECIALS = ["<|doc|>", "<|json|>", "<|end|>"]


def byte_characters():
    """The printable character that stands for each byte (the byte-level BPE convention of GPT-2)."""
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    characters, extra = {}, 0
    for byte in range(256):
        if byte in printable:
            characters[byte] = chr(byte)
        else:
            characters[byte] = chr(256 + extra)
            extra += 1
    return characters


BYTES = byte_characters()
BLANKS = {BYTES[b] for b in b" \n\t\r"}


def pieces(text):
    return ["".join(BYTES[b] for b in piece.encode()) for piece in PATTERN.findall(text)]


def may_merge(left, right):
    joined = set(left + right)
    return not joined & BLANKS or len(joined) == 1


def train(texts, size):
    """Greedy BPE by pair frequency; ties by the pair itself, so that the result depends on the texts alone."""
    counts = collections.Counter()
    for text in texts:
        counts.update(pieces(text))
    words = [list(word) for word in counts]
    weights = list(counts.values())
    pairs, where = collections.Counter(), collections.defaultdict(set)
    for index, word in enumerate(words):
        for pair in zip(word, word[1:]):
            if may_merge(*pair):
                pairs[pair] += weights[index]
                where[pair].add(index)
    heap = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(heap)
    tokens, merges = [BYTES[b] for b in range(256)], []
    known = set(tokens)
    while len(tokens) < size and heap:
        count, pair = heapq.heappop(heap)
        if -count != pairs[pair]:
            if pairs[pair] > 0:
                heapq.heappush(heap, (-pairs[pair], pair))
            continue
        merged = pair[0] + pair[1]
        merges.append(pair)
        if merged not in known:
            known.add(merged)
            tokens.append(merged)
        touched = set()
        for index in list(where[pair]):
            word, weight = words[index], weights[index]
            for old in zip(word, word[1:]):
                if may_merge(*old):
                    pairs[old] -= weight
                    where[old].discard(index)
                    touched.add(old)
            i = 0
            while i < len(word) - 1:
                if word[i] == pair[0] and word[i + 1] == pair[1]:
                    word[i : i + 2] = [merged]
                else:
                    i += 1
            for new in zip(word, word[1:]):
                if may_merge(*new):
                    pairs[new] += weight
                    where[new].add(index)
                    touched.add(new)
        pairs[pair] = 0
        for changed in touched:
            if pairs[changed] > 0:
                heapq.heappush(heap, (-pairs[changed], changed))
    return tokens, merges


class Tokenizer:
    def __init__(self, tokens, merges):
        self.tokens = tokens + SPECIALS
        self.merges = [tuple(m) for m in merges]
        self.ids = {token: i for i, token in enumerate(self.tokens)}
        self.rank = {pair: i for i, pair in enumerate(self.merges)}
        self.cache = {}
        self.doc, self.json, self.end = (self.ids[s] for s in SPECIALS)

    def encode_piece(self, piece):
        found = self.cache.get(piece)
        if found is None:
            parts = list(piece)
            while len(parts) > 1:
                rank, i = min((self.rank.get(p, 1 << 30), i) for i, p in enumerate(zip(parts, parts[1:])))
                if rank == 1 << 30:
                    break
                parts[i : i + 2] = [parts[i] + parts[i + 1]]
            found = self.cache[piece] = [self.ids[p] for p in parts]
            if len(self.cache) > 200_000:
                self.cache.clear()
        return found

    def encode(self, text):
        return [token for piece in pieces(text) for token in self.encode_piece(piece)]

    def decode(self, ids):
        back = {c: b for b, c in BYTES.items()}
        return bytes(back[c] for i in ids if i < len(self.tokens) - len(SPECIALS) for c in self.tokens[i]).decode("utf8", "replace")


def load_tokenizer(path):
    with open(path, encoding="utf8") as file:
        return Tokenizer(*json.load(file))


if __name__ == "__main__":
    import random

    if NAME == "assay-extract":
        from examples import make_example, read_documents
    else:
        from examples_2 import make_example, read_documents

    draw = random.Random(7)
    corpus = []
    for number, document in enumerate(read_documents(sys.argv[1])):
        if number == 8000:
            break
        prompt, answer = make_example(draw, document)
        corpus += [prompt, answer]
    tokens, merges = train(corpus, VOCABULARY - len(SPECIALS))
    with open(sys.argv[2], "w", encoding="utf8") as file:
        json.dump([tokens, [list(m) for m in merges]], file, ensure_ascii=False)
    tokenizer = Tokenizer(tokens, merges)
    lengths = sorted(len(tokenizer.encode(p)) + len(tokenizer.encode(a)) for p, a in zip(corpus[::2], corpus[1::2]))
    answers = [len(tokenizer.encode(a)) for a in corpus[1::2]]
    print(len(tokens), "tokens; example length mean", sum(lengths) / len(lengths), "p99", lengths[len(lengths) * 99 // 100], "max", lengths[-1], "answer", sum(answers) / len(answers))
