#include "engine/measure/verdict.hpp"

#include "engine/units/error.hpp"

namespace drawdown::measurement {

std::string_view word_for(verdict what) {
  switch (what) {
    case verdict::improved:
      return "improved";
    case verdict::unchanged:
      return "unchanged";
    case verdict::regressed:
      return "regressed";
    case verdict::inconclusive:
      return "inconclusive";
  }
  throw defect("verdict: of no kind");
}

verdict judge(const ratio_estimate& cost, double tolerance) {
  const interval band = {1 / (1 + tolerance), 1 + tolerance};
  if (cost.ratio > band.high && cost.confident.low > 1) return verdict::regressed;
  if (cost.ratio < band.low && cost.confident.high < 1) return verdict::improved;
  if (cost.confident.low >= band.low && cost.confident.high <= band.high) return verdict::unchanged;
  return verdict::inconclusive;
}

ratio_estimate inverted(const ratio_estimate& yield) {
  return {1 / yield.ratio, {1 / yield.confident.high, 1 / yield.confident.low}};
}

}  // namespace drawdown::measurement
