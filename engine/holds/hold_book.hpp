// The holds of one account: what is reserved for whom, and what became of those that ended (R6).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/lots/lot_book.hpp"
#include "engine/units/rarely.hpp"
#include "engine/world/event.hpp"
#include "engine/world/hold_state.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// Credit that is reserved (R6.1).
struct hold {
  effect_key key;
  std::uint64_t number = 0;  // from 1, in the order of placing
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  instant placed;
  instant runs_out;
  hold_state state = hold_state::open;
  credits left;                  // neither captured nor given back
  std::vector<held_part> parts;  // of which lots, in the order in which they were reserved

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.key, self.number, self.agent, self.user, self.group, self.meter, self.placed, self.runs_out,
            self.state, self.left, self.parts);
  }
};

// The refusal of whoever wants something of a hold that ended (R6.5).
outcome refusal_of(hold_state ended);

class hold_book {
 public:
  // Keeps a hold; its key is new.
  void place(hold made);

  // The hold that was placed under that key, or null.
  hold* find(const effect_key& key);

  // When the next open hold runs out; never if none does.
  instant next_end() const { return in_->due.empty() ? instant::never() : in_->due.begin()->at; }
  // The open hold that runs out at or before `t`, in the order of placing; null if none does.
  hold* running_out(instant t);

  // The open holds that reserve something of the lot, in the order of placing.
  std::vector<hold*> holding(lot_id lot);

  // Takes `amount` off the parts of an open hold in their order, and says what came from which.
  std::vector<held_part> take(hold& of, credits amount);

  // Ends a hold; its parts are gone.
  void end(hold& of, hold_state as);

  // An agent that draws what it does names each of its holds once more, to end it. So once that was answered,
  // the hold is forgotten, if it has ended; any other is remembered for the whole run (R6.5).
  void forget_if_over(const effect_key& key);

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.in_);
  }

 private:
  struct due_hold {
    instant at;
    std::uint64_t number = 0;
    effect_key key;
    friend auto operator<=>(const due_hold&, const due_hold&) = default;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.at, self.number, self.key);
    }
  };

  struct contents {
    std::map<effect_key, hold> holds;
    std::set<due_hold> due;
    std::uint64_t placed = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.holds, self.due, self.placed);
    }
  };

  rarely<contents> in_;  // most accounts never hold anything
};

template <class Archive>
void hold_book::each_field(Archive& archive) const {
  archive(in_->placed, static_cast<std::uint64_t>(in_->holds.size()));
  for (const auto& [key, h] : in_->holds) {
    archive(key.from, key.owner, key.number, h.number, h.agent, h.user, h.group, h.meter, h.placed,
            h.runs_out, h.state, h.left, static_cast<std::uint64_t>(h.parts.size()));
    for (const held_part& p : h.parts) archive(p.lot, p.generation, p.amount);
  }
}

}  // namespace drawdown
