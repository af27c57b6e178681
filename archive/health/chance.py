"""Chances: how unlikely what was seen is, if nothing has changed. Small counts make no alarm."""

from __future__ import annotations

import math
from collections.abc import Sequence

_STEPS = 400
_TINY = 1e-300


def gamma_tail(shape: float, x: float) -> float:
    """P(G > x) of a gamma variable of that shape and scale 1: the regularised upper incomplete gamma function.

    >>> round(gamma_tail(1.0, 3.0), 6) == round(math.exp(-3), 6)
    True
    """
    if x <= 0:
        return 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for n in range(1, _STEPS):
            term *= x / (shape + n)
            total += term
            if term < total * 1e-12:
                break
        return max(0.0, 1 - front * total)
    # Lentz's continued fraction converges where the series would cancel.
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    value = d
    for n in range(1, _STEPS):
        a = -n * (n - shape)
        b += 2
        d = 1 / _not_zero(a * d + b)
        c = _not_zero(b + a / c)
        value *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return front * value


def few_tail(hits: int, of: int, prior_hits: float, prior_misses: float) -> float:
    """P(at most `hits` of `of`), where hits and misses were seen so often before: beta-binomial, which knows that
    a rate seen on few articles is not known well.

    >>> few_tail(0, 4, 100, 0) < 1e-6 < few_tail(0, 1, 100, 0)
    True
    """
    a, b = prior_hits + 0.5, prior_misses + 0.5
    base = _log_beta(a, b)
    total = 0.0
    for k in range(hits + 1):
        total += math.exp(_log_choose(of, k) + _log_beta(a + k, b + of - k) - base)
    return min(1.0, total)


def dispersion(pairs: Sequence[tuple[float, float]]) -> float:
    """How much more (hits, of) vary from night to night than independent articles would; 1 at least.

    A night's articles are often one editor's: they share a byline, or its lack.
    """
    of = sum(n for _, n in pairs)
    if len(pairs) < 2 or not of:
        return 1.0
    rate = (sum(k for k, _ in pairs) + 0.5) / (of + 1)
    chi = sum((k - n * rate) ** 2 / (n * rate * (1 - rate)) for k, n in pairs if n)
    return max(1.0, chi / (len(pairs) - 1))


def median(values: Sequence[float]) -> float:
    """The middle of the values; 0 of none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
