// Holds as the events of an account tell of them (R6): each is captured or released once, never beyond what
// it holds, and what it gives back goes where it belongs (R3.7).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "engine/invariants/breach.hpp"
#include "engine/invariants/lot_accounts.hpp"

namespace drawdown::invariants {

// A hold that has not ended.
struct hold_account {
  // What is left of it in one lot, and which generation of the lot it was reserved of.
  struct part {
    lot_id lot = 0;
    credits amount;
    std::uint32_t generation = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.lot, self.amount, self.generation);
    }
  };
  hold_event placed;
  std::uint64_t number = 0;  // in the order in which they were placed
  std::vector<part> parts;
  credits remaining;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.placed, self.number, self.parts, self.remaining);
  }
};

class hold_accounts {
 public:
  explicit hold_accounts(const settings& rules) : rules_(&rules) {}

  // The open hold of that key, or null.
  const hold_account* find(const effect_key& key) const;

  // R6.1: credit was reserved; `lots` are told. Whether the lots are the right ones is theirs to say.
  finding place(instant at, const hold_event& e, lot_accounts& lots);
  // R6.2: of an open hold, in the order in which it was reserved, and the rest given back or kept.
  finding capture(const capture_event& e, lot_accounts& lots);
  // R6.3: all that was left of it is given back.
  finding release(instant at, const release_event& e, lot_accounts& lots);

  // Of what was refused: R6.2, R6.5.
  finding check_refused(const capture_event& e) const;
  finding check_refused(const release_event& e) const;

  // When the first of them runs out, those of one instant in the order in which they were placed (R2.4 A).
  std::optional<std::pair<instant, effect_key>> first_end() const;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.open_, self.ends_, self.placed_);
  }

 private:
  using open_holds = std::map<effect_key, hold_account>;

  finding check_repeated_end(const effect_key& key, outcome result) const;
  finding give_back(hold_account& hold, const std::vector<released_slice>& released, lot_accounts& lots);
  released_to way_of(const hold_account::part& part, const lot_accounts& lots) const;
  void close(open_holds::iterator hold);

  const settings* rules_;
  open_holds open_;
  std::set<std::tuple<instant, std::uint64_t, effect_key>> ends_;
  std::uint64_t placed_ = 0;
};

}  // namespace drawdown::invariants
