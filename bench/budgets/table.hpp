// The table of budgets, for a terminal and for a page.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/measure/budget.hpp"

namespace drawdown::bench {

// What the table is made of.
struct budget_table {
  std::vector<measurement::judged_budget> lines;
  std::vector<measurement::condition>
      conditions;  // that all files have in common, or that one says of itself
};

// The conditions of the files, each once; one that differs between them names the file's subject.
std::vector<measurement::condition> conditions_of(std::span<const measurement::measurements> files);

std::string as_text(const budget_table& table);
std::string as_markdown(const budget_table& table);

}  // namespace drawdown::bench
