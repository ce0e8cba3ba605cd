// A run with expectations that hold, fail and were not reached, for tests of its reports.
#pragma once

#include <string>
#include <utility>

#include "tests/reports/expecting.hpp"
#include "tests/reports/sample_run.hpp"

namespace drawdown::test {

// The sample run under a title, with facts; what stands in lines 40 to 43: a figure that holds, one that
// fails, an outcome that fails, and in line 40 again a figure that the run does not come to.
inline reports::run_store reported_store(const std::string& title, const reports::run_facts& facts) {
  world_builder told = sample_world();
  told.raw().name = title;
  const std::uint32_t asked =
      expect(told, 0, "2026-02-25",
             {expected_figure{figure::free, 7.25_cr}, expected_figure{figure::plan, 961_cr},
              expected_last{outcome::captured}});
  expect(told, 0, "2026-03-05", {expected_figure{figure::free, 0_cr}});
  told_history acme = history_of_acme();
  acme.at("2026-02-25")
      .looks(asked,
             left_of({{lot_kind::free, 7.25_cr}, {lot_kind::plan, 960_cr}, {lot_kind::paid, 2500_cr}}));
  auto store = store_of(*told.build(), {acme});
  REQUIRE(store.write_facts(facts).has_value());
  return store;
}

}  // namespace drawdown::test
