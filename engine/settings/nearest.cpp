#include "engine/settings/nearest.hpp"

#include <algorithm>
#include <vector>

namespace drawdown {

namespace {

// The Damerau–Levenshtein distance in its restricted form: no piece of the text is edited twice. Where it is
// `enough` or more, some number that is.
std::size_t slips_between(std::string_view a, std::string_view b, std::size_t enough) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) >= enough) return enough;
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t wrong = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({wrong, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    // What follows builds on this row or, where neighbours are swapped, on the one before with a slip more.
    if (std::min(*std::ranges::min_element(row), *std::ranges::min_element(last) + 1) >= enough)
      return enough;
  }
  return row[b.size()];
}

// One slip in three letters is a misspelling; more is another word.
std::size_t slips_allowed(std::size_t letters) {
  return std::clamp<std::size_t>(letters / 3, 1, 3);
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> known) {
  std::optional<std::string> best;
  std::size_t fewest = slips_allowed(word.size()) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t slips = slips_between(word, candidate, fewest);
    if (slips >= fewest || slips >= candidate.size()) continue;
    fewest = slips;
    best = std::string(candidate);
  }
  return best;
}

}  // namespace drawdown
