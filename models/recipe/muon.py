"""Muon: the step of a matrix is its momentum with all singular values made alike.

K. Jordan, "Muon: an optimizer for hidden layers in neural networks" (2024); the scale 0.2 * sqrt(longest side), which
makes a step as large as AdamW's, is of J. Liu et al., "Muon is scalable for LLM training" (2025).
"""
import torch

# Coefficients of the quintic Newton-Schulz iteration, chosen there for fast growth of small singular values.
A, B, C = 3.4445, -4.7750, 2.0315
ROUNDS = 5


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr, momentum=0.95, weight_decay=0.1):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                mean = self.state[p].setdefault("momentum", torch.zeros_like(p))
                mean.lerp_(p.grad, 1 - group["momentum"])
                step = orthogonal(p.grad.lerp(mean, group["momentum"]))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(step, alpha=-group["lr"] * 0.2 * max(p.shape) ** 0.5)


def orthogonal(matrix):
    """U V^T of the singular value decomposition U S V^T, to within 0.7 to 1.2 of each singular value."""
    wide = matrix.shape[0] <= matrix.shape[1]
    x = matrix if wide else matrix.T
    x = x / (x.norm() + 1e-7)
    for _ in range(ROUNDS):
        square = x @ x.T
        x = A * x + (B * square + C * square @ square) @ x
    return x if wide else x.T
