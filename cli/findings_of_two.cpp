#include "cli/findings_of_two.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cli/findings.hpp"

namespace drawdown::cli {
namespace {

using language::diagnostic;

// What is wrong, and where. The hint and the notes may tell of one of the two things beside which it was
// found.
auto core_of(const diagnostic& one) {
  return std::tie(one.code, one.file, one.line, one.column, one.message);
}

// The findings of one side that the other has, too, or has not.
std::vector<diagnostic> those_of(const findings_of_side& side, const findings_of_side& other, bool shared) {
  std::vector<diagnostic> chosen;
  for (const diagnostic& one : side.findings) {
    const bool is_shared = std::ranges::any_of(
        other.findings, [&](const diagnostic& theirs) { return core_of(one) == core_of(theirs); });
    if (is_shared == shared) chosen.push_back(one);
  }
  return chosen;
}

}  // namespace

void show_findings_of_two(const std::array<findings_of_side, 2>& sides, color_choice color) {
  const auto& [first, second] = sides;
  if (const auto both = those_of(first, second, true); !both.empty()) show_findings(both, color);
  for (const auto& [side, other] : {std::pair(&first, &second), std::pair(&second, &first)}) {
    const auto own = those_of(*side, *other, false);
    if (own.empty()) continue;
    write_message(side->heading + '\n');
    show_findings(own, color);
  }
}

bool have_same_error(const std::array<findings_of_side, 2>& sides) {
  const auto both = those_of(sides.front(), sides.back(), true);
  return std::ranges::find(both, language::severity::error, &diagnostic::level) != both.end();
}

}  // namespace drawdown::cli
