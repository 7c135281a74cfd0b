"""A reader of small pictures: convolutions and a recurrent layer per row of cells, then a transformer that writes."""
import math

import torch
from torch import nn
from torch.nn import functional

from labels import CHARACTERS, COLUMNS, FIELDS, LONGEST, ROWS
from tokens import VOCABULARY

WIDE, HEADS, LAYERS, INNER, POSITIONS = 96, 4, 2, 192, 32


class Encoder(nn.Module):
    """Pixels of shape batch x 3 x 64 x 160 become batch x 320 cells x 96."""

    def __init__(self):
        super().__init__()
        sizes, strides = (3, 16, 32, 64, WIDE), ((2, 2), (2, 2), (2, 1), (1, 1))
        self.convolutions = nn.ModuleList(
            nn.Conv2d(sizes[i], sizes[i + 1], 3, stride=strides[i], padding=1, bias=False) for i in range(4)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(size) for size in sizes[1:])
        self.rows = nn.GRU(WIDE, WIDE // 2, batch_first=True, bidirectional=True)
        self.row_place = nn.Parameter(torch.randn(ROWS, 1, WIDE) * 0.1)
        self.column_place = nn.Parameter(torch.randn(1, COLUMNS, WIDE) * 0.1)
        self.norm = nn.LayerNorm(WIDE)

    def forward(self, pixel_values):
        x = pixel_values
        for convolution, norm in zip(self.convolutions, self.norms):
            x = functional.relu(norm(convolution(x)))
        x = x.permute(0, 2, 3, 1)
        said, _ = self.rows(x.reshape(-1, COLUMNS, WIDE))
        x = x + said.reshape(-1, ROWS, COLUMNS, WIDE) + self.row_place + self.column_place
        return self.norm(x.reshape(-1, ROWS * COLUMNS, WIDE))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDE, WIDE) for _ in range(4))

    def split(self, x):
        return x.reshape(x.shape[0], -1, HEADS, WIDE // HEADS).transpose(1, 2)

    def project(self, x):
        return self.split(self.key(x)), self.split(self.value(x))

    def forward(self, x, keys, values, mask=None):
        scores = self.split(self.query(x)) @ keys.transpose(2, 3) / math.sqrt(WIDE // HEADS)
        if mask is not None:
            scores = scores + mask
        weights = scores.softmax(-1)
        mixed = (weights @ values).transpose(1, 2)
        return self.out(mixed.reshape(x.shape[0], -1, WIDE)), weights


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.own, self.cross = Attention(), Attention()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDE) for _ in range(3))
        self.widen, self.narrow = nn.Linear(WIDE, INNER), nn.Linear(INNER, WIDE)

    def forward(self, x, cells, past=None, mask=None):
        """`past`: keys and values of earlier tokens, and of the cells. Gives the same, grown, and the cross weights."""
        y = self.norms[0](x)
        keys, values = self.own.project(y)
        if past is not None:
            keys, values = torch.cat((past[0], keys), 2), torch.cat((past[1], values), 2)
        x = x + self.own(y, keys, values, mask)[0]
        there = self.cross.project(cells) if past is None else past[2:]
        seen, weights = self.cross(self.norms[1](x), *there)
        x = x + seen
        x = x + self.narrow(functional.gelu(self.widen(self.norms[2](x))))
        return x, (keys, values, *there), weights


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(len(VOCABULARY), WIDE)
        self.places = nn.Embedding(POSITIONS, WIDE)
        nn.init.normal_(self.tokens.weight, std=0.1)
        nn.init.normal_(self.places.weight, std=0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDE)

    def forward(self, ids, cells, pasts=None):
        count = ids.shape[1]
        before = 0 if pasts is None else pasts[0][0].shape[2]
        x = self.tokens(ids) + self.places(torch.arange(count) + before)
        mask = None if pasts is not None else torch.full((count, count), -1e4).triu(1)
        grown, weights = [], None
        for index, layer in enumerate(self.layers):
            x, past, weights = layer(x, cells, None if pasts is None else pasts[index], mask)
            grown.append(past)
        return self.norm(x) @ self.tokens.weight.t(), grown, weights


class Reader(nn.Module):
    """Both, and three questions about every cell that only training asks: which character, of which field, at which index."""

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()
        self.character = nn.Linear(WIDE, len(CHARACTERS) + 1)
        self.place = nn.Linear(WIDE, len(FIELDS) * LONGEST + 1)
