// Runs the reference ledger over a test's world and lets one ask what it said.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/reference/ledger.hpp"
#include "printing.hpp"
#include "scripted_gateway.hpp"
#include "world_builder.hpp"

namespace drawdown::test {

// Everything the judge said of one account.
struct verdict {
  std::vector<event> events;
  std::vector<charge> charges;
  figures at_end;
  std::vector<trial_balance> closings;  // at the end of each epoch (R13.5)
  std::optional<std::string> difference;

  // All events of one type, in order.
  template <class Type>
  std::vector<Type> all() const {
    std::vector<Type> found;
    for (const event& e : events)
      if (const Type* one = std::get_if<Type>(&e.body)) found.push_back(*one);
    return found;
  }

  // When the events of one type happened.
  template <class Type>
  std::vector<instant> times() const {
    std::vector<instant> found;
    for (const event& e : events)
      if (std::holds_alternative<Type>(e.body)) found.push_back(e.at);
    return found;
  }

  // The outcomes of all usage, in order.
  std::vector<outcome> usage_outcomes() const {
    std::vector<outcome> found;
    for (const usage_event& e : all<usage_event>()) found.push_back(e.result);
    return found;
  }

  // The outcomes of all steps that show as a command_event.
  std::vector<outcome> command_outcomes() const {
    std::vector<outcome> found;
    for (const command_event& e : all<command_event>()) found.push_back(e.result);
    return found;
  }

  // What hearing each answer and notice did.
  std::vector<notice_effect> effects() const {
    std::vector<notice_effect> found;
    for (const heard_event& e : all<heard_event>()) found.push_back(e.effect);
    return found;
  }

  // The answer to the n-th expectation, from 0.
  figures_event seen(std::size_t nth = 0) const { return all<figures_event>().at(nth); }
};

// Works one epoch with the answers of a gateway: the judge is asked with those it had so far, until it needs
// no more.
inline reference::epoch_result run_epoch(reference::ledger& judge, epoch_stimuli stimuli,
                                         const gateway& answers) {
  for (;;) {
    reference::ledger attempt = judge;
    reference::epoch_result said = attempt.run_epoch(stimuli);
    const auto answered = [&](const charge& made) {
      return std::any_of(stimuli.scripts.begin(), stimuli.scripts.end(),
                         [&](const auto& s) { return s->of == made; });
    };
    const auto open = std::find_if_not(said.charges.begin(), said.charges.end(), answered);
    if (open == said.charges.end()) {
      judge = std::move(attempt);
      return said;
    }
    stimuli.scripts.push_back(std::make_shared<const script>(script_of(*open, answers(*open))));
  }
}

// The whole run of an account, cut into epochs at the instants of `cuts`, which ascend.
inline verdict judge(const std::shared_ptr<const world>& in, account_index account = 0,
                     const gateway& answers = by_card, std::vector<instant> cuts = {}) {
  reference::ledger ledger(in, account);
  verdict all;
  cuts.push_back(in->end.next());
  instant from = in->start;
  for (const instant until : cuts) {
    auto said = run_epoch(ledger, stimuli_of(*in, account, from, until), answers);
    all.events.insert(all.events.end(), said.events.begin(), said.events.end());
    all.charges.insert(all.charges.end(), said.charges.begin(), said.charges.end());
    all.at_end = said.at_end;
    all.closings.push_back(said.accounts);
    if (!all.difference) all.difference = said.difference;
    from = until;
  }
  return all;
}

inline verdict judge(const world_builder& w, const gateway& answers = by_card) {
  return judge(w.build(), 0, answers);
}

}  // namespace drawdown::test
