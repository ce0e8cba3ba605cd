#include "engine/audit/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/audit/event_text.hpp"
#include "engine/record/event_reader.hpp"

namespace drawdown {
namespace {

using finding = std::optional<disagreement>;

constexpr std::size_t events_shown_before = 3;

// One epoch of one account, event by event: what the judge says is held against what the block says next, and
// that is checked. Lists are made only where something is wrong.
class hearing {
 public:
  hearing(const world& in, const record::block_view& block, invariants::checker& checker)
      : in_(in), block_(block), checker_(checker), recorded_(block) {}

  // The judge's next event.
  void hear(const event& judged) {
    if (parting_) return;
    if (!recorded_.next(at_hand_)) {
      ensure_whole();
      parting_ = ledgers_differ(&judged);
    } else if (at_hand_ != judged) {
      parting_ = ledgers_differ(&judged);
    } else {
      check();
    }
    ++index_;
  }

  // What was found, once the judge has said all. A difference of the ledgers comes before a broken invariant.
  finding verdict() {
    if (!parting_ && recorded_.next(at_hand_)) parting_ = ledgers_differ(nullptr);
    if (parting_) return parting_;
    ensure_whole();
    return breach_;
  }

 private:
  // The invariants after the event at hand (R14): after the first breach the checker is of no use.
  void check() {
    if (breach_) return;
    if (const auto breach = checker_.see(at_hand_))
      breach_ = at(at_hand_, breach->rule,
                   fmt::format("{} does not hold: {}\n{}    here       {}\n", breach->rule, breach->message,
                               before(), line(at_hand_)));
  }

  // Null where the judge says nothing more.
  disagreement ledgers_differ(const event* judged) const {
    const std::vector<event> recorded = all_recorded();
    const event* here = index_ < recorded.size() ? &recorded[index_] : nullptr;
    const auto say = [&](const event* e) { return e != nullptr ? line(*e) : std::string("nothing"); };
    return at(here != nullptr ? *here : *judged, "",
              fmt::format("the two ledgers differ\n{}    ledger     {}\n    reference  {}\n", before(),
                          say(here), say(judged)));
  }

  disagreement at(const event& e, std::string rule, std::string message) const {
    return {block_.header().account, e.at, block_.header().first_number + index_, std::move(rule),
            std::move(message)};
  }

  // The events before the one at hand, so that a reader sees how it came to that (R14).
  std::string before() const {
    const std::vector<event> recorded = all_recorded();
    std::string text;
    for (std::size_t i = index_ - std::min(index_, events_shown_before); i < index_; ++i)
      text += fmt::format("    before     {}\n", line(recorded[i]));
    return text;
  }

  std::string line(const event& e) const { return event_text(in_, block_.header().account, e); }

  std::vector<event> all_recorded() const {
    auto events = block_.events();
    if (!events) throw defect("a commit block does not decode");
    return std::move(*events);
  }

  void ensure_whole() const {
    if (!recorded_.at_end()) throw defect("a commit block does not decode");
  }

  const world& in_;
  const record::block_view& block_;
  invariants::checker& checker_;
  record::event_reader recorded_;
  event at_hand_;
  std::size_t index_ = 0;  // of the event at hand
  finding parting_;        // of the ledgers
  finding breach_;         // of an invariant
};

finding compare_figures(const record::block_header& header, const figures& judged) {
  const figures& recorded = header.at_end;
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
  return disagreement{header.account, header.until, 0, "", std::move(message)};
}

// The books of money at the end of an epoch (R13.5).
finding compare_money(const record::block_header& header, const trial_balance& recorded,
                      const trial_balance& judged) {
  if (recorded == judged) return std::nullopt;
  std::string message = "the two ledgers differ in the books of money at the end of an epoch\n";
  for (std::size_t i = 0; i < money_accounts; ++i)
    if (recorded[i] != judged[i])
      message += fmt::format("    {}: ledger {}, reference {} minor units\n",
                             name_of(static_cast<money_account>(i)), recorded[i], judged[i]);
  return disagreement{header.account, header.until, 0, "", std::move(message)};
}

}  // namespace

finding audit_epoch(const world& in, audit_state& state, const epoch_stimuli& stimuli,
                    std::span<const std::byte> block, verification level) {
  const auto view = record::block_view::open(block);
  if (!view) throw defect("a commit block does not open");
  hearing heard(in, *view, state.checker);
  const bool is_full = level == verification::full;
  const auto judged = state.judge.run_epoch(stimuli, [&](const event& told) {
    if (is_full) heard.hear(told);
  });
  if (is_full) {
    if (auto found = heard.verdict()) return found;
    state.checker.forget_what_is_over();
  }
  if (auto found = compare_figures(view->header(), judged.at_end)) return found;
  if (is_full)
    if (auto found =
            compare_money(view->header(), state.checker.money_before(stimuli.until), judged.accounts))
      return found;
  if (judged.difference)
    return disagreement{view->header().account, view->header().until, 0, "", *judged.difference};
  return std::nullopt;
}

}  // namespace drawdown
