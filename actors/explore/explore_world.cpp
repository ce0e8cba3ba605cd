#include "actors/explore/explore_world.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "actors/explore/run_plans.hpp"
#include "engine/audit/event_text.hpp"
#include "engine/draws/stream.hpp"
#include "engine/record/block.hpp"
#include "engine/worldgen/count_faults.hpp"

namespace drawdown::explore {
namespace {

using worldgen::fault;

constexpr std::array<std::string_view, 5> kind_words = {"the ledgers differ", "an invariant is broken",
                                                        "the run does not repeat", "a defect of the program",
                                                        "the scenario written of it is not the same"};
constexpr std::array<std::string_view, 5> kind_names = {"ledgers_differ", "invariant_broken",
                                                        "does_not_repeat", "defect", "language"};

// Keeps what each account did: its entries one behind the other do not depend on where epochs end.
class kept_entries : public block_sink {
 public:
  explicit kept_entries(std::size_t accounts) : entries(accounts) {}

  result<void> write(std::span<const std::byte> block) override {
    const auto view = record::block_view::open(block);
    if (!view) return tl::unexpected(view.error());
    std::vector<std::byte>& all = entries[view->header().account];
    const auto more = view->entries();
    all.insert(all.end(), more.begin(), more.end());
    blocks.emplace_back(block.begin(), block.end());
    return {};
  }

  // The events of one account, in order.
  std::vector<event> events_of(account_index account) const {
    std::vector<event> all;
    for (const record::bytes& block : blocks) {
      const auto view = record::block_view::open(block).value();
      if (view.header().account != account) continue;
      const auto events = view.events().value();
      all.insert(all.end(), events.begin(), events.end());
    }
    return all;
  }

  std::vector<std::vector<std::byte>> entries;  // by account
  std::vector<record::bytes> blocks;
};

struct kept_run {
  run_outcome outcome;
  kept_entries left;
};

kept_run run_and_keep(const std::shared_ptr<const world>& in, const run_options& how) {
  kept_run done{{}, kept_entries(in->accounts.size())};
  done.outcome = run(in, how, done.left);
  return done;
}

// What two runs say of the first event in which they differ.
failure difference_in(const world& in, account_index account, const kept_run& a, const kept_run& b) {
  const auto first = a.left.events_of(account);
  const auto second = b.left.events_of(account);
  const auto [in_first, in_second] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  const auto text = [&](const auto& at, const std::vector<event>& all) {
    return at == all.end() ? std::string("nothing more") : event_text(in, account, *at);
  };
  const auto number = in_first - first.begin() + 1;
  const bool is_state_alone = in_first == first.end() && in_second == second.end();
  const std::string what = is_state_alone
                               ? std::string("the same events, and another state at the end")
                               : fmt::format("event {}\n  first run:  {}\n  second run: {}", number,
                                             text(in_first, first), text(in_second, second));
  failure found;
  found.kind = failure_kind::does_not_repeat;
  found.account = account;
  found.at = in_first != first.end() ? in_first->at : in_second != second.end() ? in_second->at : in.end;
  found.message = fmt::format("account `{}`, {}", in.accounts[account].name, what);
  return found;
}

std::optional<failure> difference_between(const world& in, const kept_run& a, const kept_run& b) {
  for (account_index i = 0; i < in.accounts.size(); ++i)
    if (a.left.entries[i] != b.left.entries[i] || a.outcome.state_digests[i] != b.outcome.state_digests[i])
      return difference_in(in, i, a, b);
  return std::nullopt;
}

// Runs both and compares them; tells of the runs that were made.
template <class Second, class Tell>
std::optional<failure> compare_runs(const std::shared_ptr<const world>& in, const run_options& first,
                                    const Second& second_how, const Tell& tell) {
  const kept_run a = run_and_keep(in, first);
  tell(a, first);
  if (auto failed = failure_in(a.outcome, first)) return failed;
  const run_options second = second_how(a);
  const kept_run b = run_and_keep(in, second);
  tell(b, second);
  if (auto failed = failure_in(b.outcome, second)) return failed;
  auto found = difference_between(*in, a, b);
  if (found) {
    found->how = second;
    found->first = first;
  }
  return found;
}

std::uint64_t digest_of(const kept_run& done) {
  std::string all;
  for (const auto& entries : done.left.entries)
    all.append(reinterpret_cast<const char*>(entries.data()), entries.size());
  for (const std::uint64_t digest : done.outcome.state_digests) all += fmt::format(" {:016x}", digest);
  return entity_of(all);
}

void count_actor_faults(const work_counts& work, worldgen::fault_counts& into) {
  into[static_cast<std::size_t>(fault::crash_step)] += work.crash_steps;
  for (std::size_t i = 0; i < kill_points; ++i)
    into[static_cast<std::size_t>(fault_of(static_cast<kill_point>(i)))] += work.kills[i];
}

}  // namespace

std::string_view words_for(failure_kind kind) {
  return kind_words[static_cast<std::size_t>(kind)];
}

std::string_view name_of(failure_kind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

failure failure_of(const disagreement& said, const run_options& how) {
  const auto kind = said.rule.empty() ? failure_kind::ledgers_differ : failure_kind::invariant_broken;
  return {kind, said.rule, said.account, said.at, said.message, how};
}

std::optional<failure> failure_in(const run_outcome& outcome, const run_options& how) {
  if (outcome.defect) return failure{failure_kind::defect, {}, {}, outcome.reached, *outcome.defect, how};
  if (outcome.sink_error)
    return failure{failure_kind::defect, {}, {}, outcome.reached, outcome.sink_error->message, how};
  if (outcome.disagreements.empty()) return std::nullopt;
  return failure_of(outcome.disagreements.front(), how);
}

explored_world explore_world(const std::shared_ptr<const world>& in, std::uint64_t seed) {
  explored_world all;
  const run_plans plans(seed);
  const auto tell = [&](const kept_run& done, const run_options& how) {
    const work_counts& work = done.outcome.work;
    const bool is_first = all.runs++ == 0;
    all.messages += work.schedule_steps;
    if (how.schedule) all.restarts += work.restarts;
    count_actor_faults(work, all.faults);
    if (!is_first || !done.outcome.disagreements.empty() || done.outcome.defect) return;
    all.events = work.events;
    all.digest = digest_of(done);
    for (account_index i = 0; i < in->accounts.size(); ++i)
      worldgen::count_faults(*in, i, done.left.events_of(i), all.faults);
  };
  const auto second = [&](const kept_run& first) {
    return plans.second(*in, std::max<std::uint64_t>(first.outcome.work.schedule_steps, 1));
  };
  all.failed = compare_runs(in, plans.first(), second, tell);
  return all;
}

std::optional<failure> failure_of(const std::shared_ptr<const world>& in, const run_options& first,
                                  const run_options& second) {
  return compare_runs(
      in, first, [&](const kept_run&) { return second; }, [](const kept_run&, const run_options&) {});
}

}  // namespace drawdown::explore
