"""Writes oracle.json: values of scipy and statsmodels that src/statistics is tested against.

Run with a Python that has scipy and statsmodels: python3 tests/statistics/oracle.py
The committed values come from scipy 1.10.1 and statsmodels 0.13.5.
"""

import itertools
import json
import math
import pathlib

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportion_effectsize

rows = []


def row(function, arguments, expected, tolerance=1e-9):
    if isinstance(expected, np.ndarray):
        expected = expected.tolist()
    rows.append({"function": function, "arguments": arguments, "expected": expected, "tolerance": tolerance})


Z = stats.norm.ppf(0.975)

for p in [1e-15, 1e-6, 0.001, 0.025, 0.2, 0.5, 0.6, 0.95, 0.999, 1 - 1e-9]:
    row("normalQuantile", [p], float(stats.norm.ppf(p)))
for x in [-12, -6.5, -2.6, -2.4, -0.3, 0, 1e-9, 1, 2.5, 4]:
    row("normalCdf", [x], float(stats.norm.cdf(x)), 1e-14)
for nu in [1, 2, 2.5, 9, 30, 149, 1000, 100000]:
    for p in [1e-7, 0.025, 0.3, 0.5, 0.51, 0.8, 0.95, 0.999]:
        # scipy 1.10 finds some quantiles of t only to 1e-8; its distribution function tells that ours are closer.
        row("tQuantile", [p, nu], float(stats.t.ppf(p, nu)), 1e-7 if p < 1e-6 else 1e-8)
    for t in [-30, -2, -0.01, 0.4, 3]:
        row("tCdf", [t, nu], float(stats.t.cdf(t, nu)), 1e-12)
for a, b in [(0.5, 0.5), (1, 1), (0.08, 3.92), (2, 300), (150.5, 4), (5000, 5100), (1e5, 3)]:
    for x in [0.001, 0.3, 0.5, 0.99]:
        row("incompleteBeta", [x, a, b], float(stats.beta.cdf(x, a, b)), 1e-11)
    for p in [0.001, 0.05, 0.5, 0.975]:
        row("betaQuantile", [p, a, b], float(stats.beta.ppf(p, a, b)), 1e-9)
for x in [1e-6, 0.1, 0.5, 1, 2, 3.7, 11.9, 12, 171, 1e5]:
    row("logGamma", [x], float(scipy.special.gammaln(x)), 1e-8 if x > 1e4 else 1e-11)

for k, n in [(17, 20), (0, 20), (20, 20), (850, 1000), (5, 5), (1, 1), (399, 400)]:
    row("wilson", [k, n], list(proportion_confint(k, n, method="wilson")))
    row("clopperPearson", [k, n], [float(np.nan_to_num(v, nan=d)) for v, d in zip(proportion_confint(k, n, method="beta"), (0, 1))])
for k, n in [(0, 100), (0, 149), (1, 236), (4, 400), (16, 400)]:
    row("rateUpperBound", [k, n, 0.05], float(stats.beta.ppf(0.95, k + 1, n - k)))
    row("rateLowerBound", [k, n, 0.05], float(np.nan_to_num(stats.beta.ppf(0.05, k, n - k + 1)) if k else 0))


def mid_p(b, c):
    m = b + c
    if m == 0:
        return 1.0
    if b == c:
        return float(1 - 0.5 * stats.binom.pmf(b, m, 0.5))
    return float(2 * stats.binom.cdf(min(b, c), m, 0.5) - stats.binom.pmf(min(b, c), m, 0.5))


for b, c in [(12, 2), (9, 3), (1, 7), (5, 0), (15, 5), (40, 40), (300, 240)]:
    row("mcNemarExact", [b, c], float(mcnemar([[0, b], [c, 0]], exact=True).pvalue))
    row("mcNemarMidP", [b, c], mid_p(b, c))


def wilson(k, n):
    return proportion_confint(k, n, method="wilson")


def newcombe10(a, b, c, d):
    n = a + b + c + d
    p1, p2 = (a + b) / n, (a + c) / n
    (l1, u1), (l2, u2) = wilson(a + b, n), wilson(a + c, n)
    product = (a + b) * (c + d) * (a + c) * (b + d)
    excess = a * d - b * c
    excess = excess - n / 2 if excess > n / 2 else min(excess, 0)
    phi = excess / math.sqrt(product) if product else 0
    low = p1 - p2 - math.sqrt((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2)
    high = p1 - p2 + math.sqrt((p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u1 - p1) + (u1 - p1) ** 2)
    return [low, high]


def tango(b, c, n):
    seen = (b - c) / n

    def score(delta):
        linear = -b - c + (2 * n - b + c) * delta
        root = (math.sqrt(max(0, linear**2 + 8 * n * c * delta * (1 - delta))) - linear) / (4 * n)
        variance = n * (2 * root + delta * (1 - delta))
        distance = b - c - n * delta
        return distance / math.sqrt(variance) if variance > 0 else (0 if distance == 0 else math.copysign(1e9, distance))

    low = optimize.brentq(lambda x: score(x) - Z, -1 + 1e-12, seen, xtol=1e-14)
    high = optimize.brentq(lambda x: score(x) + Z, seen, 1 - 1e-12, xtol=1e-14)
    return [low, high]


for table in [(20, 12, 2, 16), (1, 1, 7, 12), (53, 16, 8, 9), (43, 0, 1, 0), (180, 12, 5, 3), (95, 0, 0, 5), (370, 9, 14, 7)]:
    row("newcombe", list(table), newcombe10(*table))
    row("tango", [table[1], table[2], sum(table)], tango(table[1], table[2], sum(table)), 1e-8)

p_values = [0.0004, 0.019, 0.0095, 0.0201, 0.0278, 0.298, 0.3719]
for name, method in [("holm", "holm"), ("bonferroni", "bonferroni"), ("benjaminiHochberg", "fdr_bh")]:
    row(name, [p_values], multipletests(p_values, method=method)[1])

d1 = np.array([-0.10, 0, 0.05, -0.20, 0, -0.05, -0.15, 0.10, -0.30, -0.05])
d2 = np.array([0, 0.05, 0.1, 0, 0.05, 0.15, 0.05, 0, 0.1, 0.05])
d3 = np.array([0.05, 0, -0.05, 0.1, 0, 0, -0.1, 0.05, 0, 0.05])
zeros = np.zeros(1)
for d in [d1, d2, d3]:
    for alternative in ["two-sided", "less", "greater"]:
        # In whole steps of 0.05: equal sums are then equal numbers.
        steps = np.round(d * 20)
        exact = stats.permutation_test((steps,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative=alternative)
        row("signFlip", [d.tolist(), alternative], float(exact.pvalue), 1e-12)
    row("tInterval", [d.tolist()], [*stats.t.interval(0.95, len(d) - 1, d.mean(), stats.sem(d)), d.mean(), stats.ttest_1samp(d, 0).pvalue])


def step_down_max_t(vectors):
    n = len(vectors[0])
    signs = np.array(list(itertools.product([1, -1], repeat=n)))
    data = np.array(vectors)

    def t(values):
        return np.abs(values.mean(-1)) / (values.std(-1, ddof=1) / math.sqrt(n))

    observed = t(data)
    flipped = np.array([t(signs * d) for d in data])
    order = np.argsort(-observed)
    adjusted, floor = np.ones(len(data)), 0
    for rank, v in enumerate(order):
        floor = max(floor, (flipped[order[rank:]].max(0) >= observed[v] - 1e-9).mean())
        adjusted[v] = floor
    return adjusted


row("maxT", [[d1.tolist(), d2.tolist(), d3.tolist()]], step_down_max_t([d1, d2, d3]), 1e-12)
row("maxT", [[d3.tolist(), d1.tolist()]], step_down_max_t([d3, d1]), 1e-12)


def pseudo_bound(d, pseudo, alpha=0.05):
    e = np.append(d, pseudo)
    return float(e.mean() + pseudo * stats.t.ppf(1 - alpha, len(d)) * e.std(ddof=1) / math.sqrt(len(e)))


for d in [d1, d2, np.zeros(100), np.zeros(150), np.repeat([-0.1, 0, 0.05], [40, 300, 60])]:
    row("pseudoBound", [d.tolist(), -1], pseudo_bound(d, -1))
    row("pseudoBound", [d.tolist(), 1], pseudo_bound(d, 1))

x = np.array([9, 14, 20, 6, 19, 3.0])
m = np.array([10, 20, 20, 10, 20, 15.0])
y = np.concatenate([np.repeat([1.0, 0.0], [int(a), int(b - a)]) for a, b in zip(x, m)])
groups = np.repeat(np.arange(6), m.astype(int))
fit = sm.OLS(y, np.ones(len(y))).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
error = float(fit.bse[0] * math.sqrt(6 / 5))
theta = x.sum() / m.sum()
row("clusterRatio", [x.tolist(), m.tolist()], [theta, error, error**2 / (theta * (1 - theta) / m.sum())])

for a, b in [(0.95, 0.90), (0.99, 0.97), (0, 1)]:
    row("cohensH", [a, b], float(proportion_effectsize(a, b)))
for b, c in [(12, 5), (3, 9)]:
    low, high = proportion_confint(b, b + c, method="beta")
    row("matchedOddsRatio", [b, c], [b / c, low / (1 - low), high / (1 - high)])


def mcnemar_power(n, p10, p01, mid):
    total = 0
    for k in range(1, n + 1):
        weight = stats.binom.pmf(k, n, p10 + p01)
        if weight < 1e-16:
            continue
        b = np.arange(k + 1)
        p = np.minimum(1, 2 * stats.binom.cdf(np.minimum(b, k - b), k, 0.5))
        if mid:
            point = stats.binom.pmf(b, k, 0.5)
            p = np.where(2 * b == k, 1 - 0.5 * point, 2 * stats.binom.cdf(np.minimum(b, k - b), k, 0.5) - point)
        total += weight * stats.binom.pmf(b, k, p10 / (p10 + p01))[p <= 0.05].sum()
    return float(total)


for n, p10, p01 in [(200, 0.08, 0.02), (200, 0.05, 0.05), (50, 0.02, 0.02)]:
    row("mcNemarPower", [n, p10, p01, "exact"], mcnemar_power(n, p10, p01, False))
    row("mcNemarPower", [n, p10, p01, "mid-p"], mcnemar_power(n, p10, p01, True))
zb = stats.norm.ppf(0.8)
for psi, delta in [(0.10, 0.03), (0.04, 0.02), (0.02, 0.01)]:
    row("documentsForPairedBinary", [psi, delta], float((Z * math.sqrt(psi) + zb * math.sqrt(psi - delta**2)) ** 2 / delta**2), 1e-6)
for sd, n in [(0.12, 400), (0.2, 50)]:
    row("minimumDetectableEffect", [sd, n], float((Z + zb) * sd / math.sqrt(n)))

welch_a, welch_b = d1[:7], d2
result = stats.ttest_ind(welch_a, welch_b, equal_var=False)
va, vb = welch_a.var(ddof=1) / 7, welch_b.var(ddof=1) / 10
freedom = (va + vb) ** 2 / (va**2 / 6 + vb**2 / 9)
half = stats.t.ppf(0.975, freedom) * math.sqrt(va + vb)
difference = welch_a.mean() - welch_b.mean()
row("unpairedDifference", [welch_a.tolist(), welch_b.tolist()], [difference, difference - half, difference + half])

bits = [4.8, 5.7, 6.6, 8.5, 16]
means = [0.90, 0.93, 0.94, 0.945, 0.95]
slope = stats.linregress(bits, means)
row("trend", [bits, means], [slope.slope, slope.intercept])

values = np.array([[0.9, 0.8, 1.0], [0.5, 0.6, 0.4], [0.7, 0.7, 0.9], [1.0, 1.0, 0.8]])
table = sm.stats.anova_lm(
    sm.OLS.from_formula("y ~ C(g)", {"y": values.ravel(), "g": np.repeat(range(4), 3)}).fit()
)
within, between = table["mean_sq"]["Residual"], table["mean_sq"]["C(g)"]
row("varianceParts", [values.tolist()], [(between - within) / 3, within])


def betting(d, margin, cap):
    mh, vh, s, q, t = 0.01, 0.02, 0.0, 0.0, 0
    capital = np.zeros(3)
    out = []
    for y in np.asarray(d) + margin:
        stake = min(max(mh / (vh + mh**2), 0), cap)
        capital += np.log1p(np.array([stake, cap / 2, cap]) * y)
        t += 1
        s += y
        mean = s / (t + 1)
        q += (y - mean) ** 2
        mh, vh = mean, (0.02 + q) / (t + 1)
        out.append(float(np.exp(capital).mean()))
    return out


bets = [0, -0.1, 0, 0, 0.05, 0, 0, 0, -0.05] + [0] * 11
row("betting", [bets, 0.05, 1], betting(bets, 0.05, 1))
row("betting", [bets, 0.02, 0.95 / 0.98], betting(bets, 0.02, 0.95 / 0.98))

header = {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "rows": rows}
target = pathlib.Path(__file__).with_name("oracle.json")
lines = ",\n".join("    " + json.dumps(each) for each in rows)
target.write_text(
    '{\n  "scipy": "%s",\n  "statsmodels": "%s",\n  "rows": [\n%s\n  ]\n}\n'
    % (header["scipy"], header["statsmodels"], lines)
)
print(len(rows), "rows")
