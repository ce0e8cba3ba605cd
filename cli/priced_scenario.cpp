// The customers of a scenario under one price list: what they did is in its timeline and its usage files,
// which are read while it runs.
#include <utility>
#include <variant>

#include "cli/priced_side.hpp"
#include "cli/some_accounts.hpp"
#include "scenarios/language/bulk.hpp"

namespace drawdown::cli {
namespace {

// What a scenario expects holds with its own catalog, and says nothing of another.
void forget_expectations(world& of) {
  of.expectations.clear();
  of.rules.clear();
  of.totals.clear();
  for (account_spec& account : of.accounts)
    std::erase_if(account.commands,
                  [](const auto& step) { return std::holds_alternative<expect_command>(step->body); });
}

// The plan that an account begins with, else the first that it subscribes to; null: none.
const subscribe_command* first_plan(const account_spec& of) {
  if (of.plan) return &std::get<subscribe_command>(of.plan->body);
  for (const auto& step : of.commands)
    if (const auto* const plan = std::get_if<subscribe_command>(&step->body)) return plan;
  return nullptr;
}

class priced_scenario : public priced_side {
 public:
  explicit priced_scenario(priced_asked asked) : asked_(std::move(asked)), loaded_(load()) {}

  const language::loaded& scenario() const override { return loaded_.scenario; }

  std::vector<language::input_file> streamed() const override {
    std::vector<language::input_file> files;
    if (!loaded_.feed) return files;
    for (const language::bulk_input& input : loaded_.feed->inputs())
      files.push_back({input.path, {}, input.xxh3});
    return files;
  }

  // There is one draw, which is what happened.
  result<std::optional<priced_run>> run(std::uint64_t n, const priced_wishes& how) override {
    ensure(n == 0, "a scenario has one seed");
    auto done = run_and_fold(loaded_.scenario.what, loaded_.feed.get(), how, asked_.list);
    if (!done) return tl::unexpected(done.error());
    return std::move(*done);
  }

  void read_rows(const std::atomic<bool>& interrupted) override {
    while (loaded_.feed && !interrupted) {
      const auto rows = loaded_.feed->next();
      if (!rows || rows->complete_until == instant::never()) return;
    }
  }

  std::vector<language::diagnostic> rows_found() const override {
    return loaded_.feed ? loaded_.feed->findings() : std::vector<language::diagnostic>();
  }

  const world& customers() const override { return *loaded_.scenario.what; }

  std::string kind_of(account_index customer) const override {
    const world& in = *loaded_.scenario.what;
    const subscribe_command* const plan = first_plan(in.accounts.at(customer));
    return plan == nullptr ? "no plan" : in.catalog.plans.at(plan->plan).name;
  }

  // Its usage files are read again, and what is not theirs is left out.
  result<run_of_some> run_some(const std::vector<account_index>& some, block_sink& into,
                               const priced_wishes& how) override {
    language::loaded_for_replay again = load();
    if (again.scenario.what == nullptr)
      return fail(error_code::unreadable, "`" + asked_.file + "` or what it names was changed meanwhile");
    const std::shared_ptr<world> few = only_accounts(*again.scenario.what, some);
    if (!again.feed) return run_of_some{few, run_into(few, nullptr, into, how, asked_.list)};
    feed_of_some rows(*again.feed, again.scenario.what->accounts.size(), some);
    return run_of_some{few, run_into(few, &rows, into, how, asked_.list)};
  }

 private:
  language::loaded_for_replay load() const {
    language::loaded_for_replay made =
        asked_.catalog.empty()
            ? language::load_for_replay(asked_.file, asked_.rules, {}, asked_.root)
            : language::load_with_catalog(asked_.file, asked_.catalog, asked_.rules, {}, asked_.root);
    if (made.scenario.what != nullptr) {
      if (asked_.seed) made.scenario.what->seed = *asked_.seed;
      forget_expectations(*made.scenario.what);
    }
    return made;
  }

  priced_asked asked_;
  language::loaded_for_replay loaded_;
};

}  // namespace

std::unique_ptr<priced_side> load_priced_scenario(priced_asked asked) {
  return std::make_unique<priced_scenario>(std::move(asked));
}

}  // namespace drawdown::cli
