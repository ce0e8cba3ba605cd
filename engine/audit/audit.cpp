#include "engine/audit/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/audit/event_text.hpp"

namespace drawdown {
namespace {

using finding = std::optional<disagreement>;

constexpr std::size_t events_shown_before = 3;

// One epoch of one account, as both ledgers tell it.
struct hearing {
  const world& in;
  const record::block_header& header;
  const std::vector<event>& recorded;
  const std::vector<event>& judged;

  std::string line(const event& e) const { return event_text(in, header.account, e); }

  // The events before the `index`-th, so that a reader sees how it came to that (R14).
  std::string before(std::size_t index) const {
    std::string text;
    for (std::size_t i = index - std::min(index, events_shown_before); i < index; ++i)
      text += fmt::format("    before     {}\n", line(recorded[i]));
    return text;
  }

  disagreement at(std::size_t index, std::string rule, std::string message) const {
    const event& e = index < recorded.size() ? recorded[index] : judged[index];
    return {header.account, e.at, header.first_number + index, std::move(rule), std::move(message)};
  }
};

// The first event on which the two differ.
finding compare_events(const hearing& heard) {
  const std::size_t both = std::min(heard.recorded.size(), heard.judged.size());
  const auto differs =
      std::mismatch(heard.recorded.begin(), heard.recorded.begin() + static_cast<std::ptrdiff_t>(both),
                    heard.judged.begin());
  const auto index = static_cast<std::size_t>(differs.first - heard.recorded.begin());
  if (index == both && heard.recorded.size() == heard.judged.size()) return std::nullopt;
  const auto say = [&](const std::vector<event>& events) {
    return index < events.size() ? heard.line(events[index]) : std::string("nothing");
  };
  return heard.at(index, "",
                  fmt::format("the two ledgers differ\n{}    ledger     {}\n    reference  {}\n",
                              heard.before(index), say(heard.recorded), say(heard.judged)));
}

// The first event after which an invariant does not hold (R14).
finding check_invariants(const hearing& heard, invariants::checker& checker) {
  for (std::size_t i = 0; i < heard.recorded.size(); ++i)
    if (const auto breach = checker.see(heard.recorded[i]))
      return heard.at(i, breach->rule,
                      fmt::format("{} does not hold: {}\n{}    here       {}\n", breach->rule,
                                  breach->message, heard.before(i), heard.line(heard.recorded[i])));
  return std::nullopt;
}

finding compare_figures(const hearing& heard, const figures& judged) {
  const figures& recorded = heard.header.at_end;
  if (recorded == judged) return std::nullopt;
  std::string message = "the two ledgers differ in the figures at the end of an epoch\n";
  const auto tell = [&](std::string_view figure, credits ledger, credits reference) {
    if (ledger != reference)
      message +=
          fmt::format("    {}: ledger {}, reference {}\n", figure, to_string(ledger), to_string(reference));
  };
  for (std::size_t kind = 0; kind < lot_kinds; ++kind)
    tell(name_of(static_cast<lot_kind>(kind)), recorded.left.at(kind), judged.left.at(kind));
  tell("held", recorded.held, judged.held);
  tell("debt", recorded.debt, judged.debt);
  tell("invoiced", recorded.invoiced, judged.invoiced);
  return disagreement{heard.header.account, heard.header.until, 0, "", std::move(message)};
}

}  // namespace

finding audit_epoch(const world& in, audit_state& state, const epoch_stimuli& stimuli,
                    std::span<const std::byte> block, verification level) {
  const auto view = record::block_view::open(block);
  if (!view) throw defect("a commit block does not open");
  const auto judged = state.judge.run_epoch(stimuli);
  std::vector<event> recorded;
  if (level == verification::full) {
    auto events = view->events();
    if (!events) throw defect("a commit block does not decode");
    recorded = std::move(*events);
  }
  const hearing heard{in, view->header(), recorded, judged.events};
  if (level == verification::full) {
    if (auto found = compare_events(heard)) return found;
    if (auto found = check_invariants(heard, state.checker)) return found;
    state.checker.forget_what_is_over();
  }
  if (auto found = compare_figures(heard, judged.at_end)) return found;
  if (judged.difference)
    return disagreement{view->header().account, view->header().until, 0, "", *judged.difference};
  return std::nullopt;
}

}  // namespace drawdown
