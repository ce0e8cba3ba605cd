#!/usr/bin/env python3
"""Writes tables.cpp: python3 engine/population/make_tables.py > engine/population/tables.cpp

Everything is counted with 50 decimals and rounded to the nearest whole number, so the file is the same on
every machine.
"""
from decimal import ROUND_HALF_EVEN, Decimal, getcontext

getcontext().prec = 50
INTERVALS = 256
ONE = Decimal(2) ** 32
LN_2 = Decimal(2).ln()


def fixed(value):
    return int((value * ONE).to_integral_value(ROUND_HALF_EVEN))


def rows(values):
    lines = [", ".join(f"{v}U" for v in values[i : i + 8]) for i in range(0, len(values), 8)]
    return ",\n    ".join(lines)


def table(name, values):
    return f"const std::array<std::uint64_t, table_entries> {name} = {{\n    {rows(values)}}};\n"


points = [Decimal(i) / INTERVALS for i in range(INTERVALS + 1)]
print("// Made by make_tables.py; change that instead.")
print('#include "engine/population/tables.hpp"\n')
print("namespace drawdown::population {\n")
print("// clang-format off")
print(table("logarithm_table", [fixed((1 + x).ln() / LN_2) for x in points]))
print(table("power_table", [fixed((-x * LN_2).exp()) for x in points]))
print(f"const std::uint64_t natural_logarithm_of_two = {fixed(LN_2)}U;")
print("// clang-format on\n")
print("}  // namespace drawdown::population")
