#!/usr/bin/env python3
"""Writes tables.cpp: python3 engine/population/make_tables.py > engine/population/tables.cpp

Everything is counted with 50 decimals and rounded to the nearest whole number, so the file is the same on
every machine.
"""
from decimal import ROUND_HALF_EVEN, Decimal, getcontext

getcontext().prec = 50
INTERVALS = 256
NORMAL_PER_DOUBLING = 32
NORMAL_INTERVALS = 32 * NORMAL_PER_DOUBLING
ONE = Decimal(2) ** 32
LN_2 = Decimal(2).ln()


def fixed(value):
    return int((value * ONE).to_integral_value(ROUND_HALF_EVEN))


def rows(values):
    lines = [", ".join(f"{v}U" for v in values[i : i + 8]) for i in range(0, len(values), 8)]
    return ",\n    ".join(lines)


def table(name, values):
    return f"const std::array<std::uint64_t, table_entries> {name} = {{\n    {rows(values)}}};\n"


def normal_tail(z):
    """How much of the normal distribution lies above z, which is not negative."""
    term, total, k = z, z, 1
    while abs(term) > Decimal(10) ** -48:
        k += 2
        term = term * z * z / k
        total += term
    return Decimal("0.5") - total * density(z)


PI = Decimal("3.14159265358979323846264338327950288419716939937510")


def density(z):
    return (-z * z / 2).exp() / (2 * PI).sqrt()


def normal_quantile(tail):
    """The z above which so much of the normal distribution lies, by Newton's method."""
    z = Decimal(0) if tail == Decimal("0.5") else (-2 * (2 * tail).ln()).sqrt() * Decimal("0.8")
    for _ in range(200):
        step = (normal_tail(z) - tail) / density(z)
        z += step
        if abs(step) < Decimal(10) ** -25:
            return z
    raise ArithmeticError(tail)


points = [Decimal(i) / INTERVALS for i in range(INTERVALS + 1)]
print("// Made by make_tables.py; change that instead.")
print('#include "engine/population/tables.hpp"\n')
print("namespace drawdown::population {\n")
print("// clang-format off")
print(table("logarithm_table", [fixed((1 + x).ln() / LN_2) for x in points]))
print(table("power_table", [fixed((-x * LN_2).exp()) for x in points]))
print(f"const std::uint64_t natural_logarithm_of_two = {fixed(LN_2)}U;")
tails = [Decimal(2) ** (-1 - Decimal(i) / NORMAL_PER_DOUBLING) for i in range(NORMAL_INTERVALS + 1)]
quantiles = [fixed(normal_quantile(tail)) for tail in tails]
print(f"const std::array<std::uint64_t, normal_entries> normal_table = {{\n    {rows(quantiles)}}};\n")
print(f"const std::uint64_t normal_of_95 = {fixed(normal_quantile(Decimal('0.05')))}U;")
print("// clang-format on\n")
print("}  // namespace drawdown::population")
