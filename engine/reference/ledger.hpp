// The judge: a second implementation of the billing rules, sequential and by definition, that knows nothing
// of the first. What both say must be the same, event for event.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/reference/state.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/money_account.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reference {

// What the judge says of one epoch.
struct epoch_result {
  std::vector<event> events;
  figures at_end;               // R3.12
  std::vector<charge> charges;  // that it decided on, in order (R10.1)
  trial_balance accounts{};     // what the books of money come to behind all that is before its end (R13.5)
  // The first thing that does not fit: an answer of a gateway that is missing or that no charge asked for, or
  // a plan that breaks its promise or order. The events are then what could be said nevertheless.
  std::optional<std::string> difference;
};

// One account from its beginning to where its epochs have come. A value: a copy goes its own way.
class ledger {
 public:
  ledger(std::shared_ptr<const world> in, account_index account);

  // Works all that falls before `stimuli.until`, in the order of R2.4. Epochs come in order of time; where
  // one ends changes nothing: two epochs in a row say what one over both would have said.
  epoch_result run_epoch(const epoch_stimuli& stimuli);
  // The same, but each event is heard as it is told, and none is in what comes back.
  epoch_result run_epoch(const epoch_stimuli& stimuli, const std::function<void(const event&)>& hear);

  // How many payments and lots stand in the books.
  std::size_t payments_remembered() const { return books_.payments.size(); }
  std::size_t lots_remembered() const { return books_.lots.size() + books_.past_lots.size(); }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.books_);
  }

 private:
  std::shared_ptr<const world> in_;
  account_index account_;
  books books_;
};

}  // namespace drawdown::reference
