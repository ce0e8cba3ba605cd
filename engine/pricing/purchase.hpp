// What a top-up brings and costs, and whether it is offered (R9.1, R10.2).
#pragma once

#include <optional>

#include <tl/expected.hpp>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/outcome.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// So much credit for so much money.
struct purchase {
  money price;
  credits brings;
  credits bonus{};              // free credit that comes with it
  bool asked_in_money = false;  // so that the rate decides what it brings

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.price, self.brings, self.bonus, self.asked_in_money);
  }

  // Whether both cost and bring the same.
  friend bool operator==(const purchase& a, const purchase& b) {
    return a.price == b.price && a.brings == b.brings && a.bonus == b.bonus;
  }
};

// A purchase, or the refusal that names why there is none.
using purchase_or_refusal = tl::expected<purchase, outcome>;

// What somebody who asks for `asked` buys: credit asked for is granted as asked, money buys at the rate.
// A price that reaches a bonus brings it too. Refused as `amount_not_offered`, `below_minimum`,
// `above_maximum`, `amount_too_small` or `amount_out_of_range` (R9.1).
purchase_or_refusal top_up_purchase(const asked_amount& asked, const catalog& sold, const settings& rules);

// What the money of a purchase buys at the rates of `sold` (R9.1); nothing where that is nothing, or cannot
// be counted.
std::optional<credits> brought_at(money price, const catalog& sold, const settings& rules);

// What auto-recharge buys where the watched figure stands at `watched`; nothing where nothing is missing
// (R10.2).
std::optional<purchase_or_refusal> recharge_purchase(const recharge_terms& terms, credits watched,
                                                     const catalog& sold, const settings& rules);

// The cheapest purchase that brings `missing` with its bonus; nothing where none that is sold does (R7.4).
std::optional<purchase> cheapest_covering(credits missing, const catalog& sold, const settings& rules);

// Whether the watched figure is low: below the threshold, or at it where the terms say so (R10.2).
bool is_low(const recharge_terms& terms, credits watched);

}  // namespace drawdown
