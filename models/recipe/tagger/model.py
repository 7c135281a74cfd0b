"""The tagger: convolutions for what stands beside a token, attention for the label somewhere else on the page.

Written so that it exports to plain matrix products: a convolution is one product over three shifted copies. Attention turns
queries and keys (as rotary embeddings do) by three places at once: token, line, and column of the line, which it counts from the
tokens themselves. So "one line up, same column" is one angle, whatever stands in between.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTH, HEADS, HEAD, INNER = 128, 4, 32, 256
PLAN = ["conv 1", "conv 2", "conv 4", "attention", "conv 1", "conv 2", "attention", "conv 1", "conv 4", "attention", "conv 1"]
WINDOW, MOST_LINES, MOST_COLUMNS = 640, 256, 16
# Radians per line, column and token: the slowest separates the far ends, the fastest neighbours.
LINE_ANGLES = [math.pi / 2**i for i in range(6)]
COLUMN_ANGLES = [math.pi / 2**i for i in range(4)]
TOKEN_ANGLES = [4.0**-i for i in range(6)]
NOWHERE = -1e4


def table(places, angles):
    turns = torch.outer(torch.arange(places).float(), torch.tensor(angles))
    return torch.stack((turns.cos(), turns.sin()))


class Convolution(nn.Module):
    def __init__(self, step):
        super().__init__()
        self.step, self.norm = step, nn.LayerNorm(WIDTH)
        self.mix, self.out = nn.Linear(3 * WIDTH, 2 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x, mask, turn):
        padded = F.pad(self.norm(x) * mask, (0, 0, self.step, self.step))
        around = torch.cat((padded[:, : -2 * self.step], padded[:, self.step : -self.step], padded[:, 2 * self.step :]), -1)
        value, gate = self.mix(around).split(WIDTH, -1)
        return x + self.out(value * torch.sigmoid(gate))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.then = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.ask, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x, mask, turn):
        heads = lambda y: y.reshape(y.shape[0], -1, HEADS, HEAD).transpose(1, 2)
        q, k, v = (heads(y) for y in self.ask(self.norm(x)).split(WIDTH, -1))
        scores = (rotate(q, turn) * HEAD**-0.5) @ rotate(k, turn).transpose(-1, -2) + ((1 - mask) * NOWHERE).unsqueeze(1).transpose(-1, -2)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)
        x = x + self.out(mixed)
        return x + self.down(F.gelu(self.up(self.then(x)), approximate="none"))


def rotate(x, turn):
    cos, sin = turn
    a, b = x.split(HEAD // 2, -1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Tagger(nn.Module):
    """(token ids, attention mask), both batch x tokens -> logits, batch x tokens x labels."""

    def __init__(self, labels, breaks, blanks):
        """`breaks` and `blanks`: for each token id whether it ends a line, whether it parts columns."""
        super().__init__()
        self.embedding = nn.Embedding(len(breaks), WIDTH)
        self.column = nn.Embedding(MOST_COLUMNS, WIDTH)
        self.blocks = nn.ModuleList(Attention() if name == "attention" else Convolution(int(name.split()[1])) for name in PLAN)
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, labels)
        nn.init.normal_(self.embedding.weight, std=0.5)
        nn.init.normal_(self.column.weight, std=0.1)
        self.register_buffer("breaks", torch.tensor(breaks))
        self.register_buffer("blanks", torch.tensor(blanks))
        for name, places, angles in (("line", MOST_LINES, LINE_ANGLES), ("col", MOST_COLUMNS, COLUMN_ANGLES), ("token", WINDOW, TOKEN_ANGLES)):
            self.register_buffer(f"{name}_turns", table(places, angles), persistent=False)

    def places(self, ids, attention):
        """Index of token, line and column of each token, as whole numbers."""
        ends, blank = self.breaks[ids], self.blanks[ids]
        lines = ends.cumsum(1) - ends
        # A run of blank tokens parts columns once.
        parts = (blank * (1 - F.pad(blank, (1, 0))[:, :-1])).cumsum(1)
        # Parts counted where the line began: the largest count at any break so far, by doubling steps.
        before, step = parts * ends, 1
        while step < WINDOW:
            before = torch.maximum(before, F.pad(before, (step, 0))[:, :-step])
            step *= 2
        column = (parts - before).clamp(0, MOST_COLUMNS - 1)
        return (attention.cumsum(1) - 1).clamp(0, WINDOW - 1), lines.clamp(0, MOST_LINES - 1), column

    def forward(self, ids, attention):
        token, line, column = self.places(ids, attention)
        turn = tuple(
            torch.cat((self.line_turns[i][line], self.col_turns[i][column], self.token_turns[i][token]), -1).unsqueeze(1) for i in (0, 1)
        )
        mask = attention.unsqueeze(-1).to(self.embedding.weight.dtype)
        x = self.embedding(ids) + self.column(column)
        for block in self.blocks:
            x = block(x, mask, turn)
        return self.head(self.norm(x))


def make_tagger(tokenizer, labels):
    """Reads from the vocabulary which tokens break lines and which part columns (a tab, or two blanks and more)."""
    spelled = sorted(tokenizer.ids, key=tokenizer.ids.get)
    space, tab, line = "\u0120", "\u0109", "\u010a"
    blank = lambda token: set(token) <= {space, tab} and (tab in token or len(token) > 1)
    return Tagger(labels, [int(token[-1] == line) for token in spelled], [int(blank(token)) for token in spelled])
