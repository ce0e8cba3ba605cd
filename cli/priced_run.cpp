#include <utility>

#include "cli/priced_side.hpp"
#include "cli/progress.hpp"
#include "reports/customers/totals_by_customer.hpp"

namespace drawdown::cli {
namespace {

// Blocks are folded as they come, and forgotten.
class totals_sink : public block_sink {
 public:
  explicit totals_sink(reports::totals_by_customer& into) : into_(into) {}
  result<void> write(std::span<const std::byte> block) override { return into_.add(block); }

 private:
  reports::totals_by_customer& into_;
};

}  // namespace

run_outcome run_into(const std::shared_ptr<const world>& what, usage_feed* feed, block_sink& into,
                     const priced_wishes& how, const std::string& name) {
  progress_line line(how.quiet);
  line.call(name);
  run_options options = how.options;
  options.feed = feed;
  line.begins(*what, what->end);
  options.on_progress = [&](const progress& now) { line.comes_to(now); };
  return drawdown::run(what, options, into);
}

result<priced_run> run_and_fold(const std::shared_ptr<const world>& what, usage_feed* feed,
                                const priced_wishes& how, const std::string& name,
                                const std::vector<instant>& left) {
  reports::totals_by_customer totals(*what, left);
  totals_sink sink(totals);
  run_outcome outcome = run_into(what, feed, sink, how, name);
  if (outcome.sink_error) return tl::unexpected(*outcome.sink_error);
  totals.finish();
  return priced_run{totals.customers(), std::move(outcome), totals.events()};
}

}  // namespace drawdown::cli
