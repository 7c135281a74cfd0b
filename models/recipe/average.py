"""Mean of two trained states: `python3 average.py LATER.pt EARLIER.pt SHARE OUT.pt`, SHARE of the earlier one. Only the weights; nothing can be resumed from it.

M. Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models" (2022).
"""
import sys

import torch

later, earlier, share, out = sys.argv[1:]
weights, others = (torch.load(path, map_location="cpu")["model"] for path in (later, earlier))
torch.save({"model": {name: torch.lerp(weight, others[name], float(share)) for name, weight in weights.items()}}, out)
