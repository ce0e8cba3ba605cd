#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {
namespace {

constexpr std::array<std::string_view, 3> measures = {"unit", "second", "minute"};

// The exact decimal of a price: at most twelve decimals, of which six are those of a credit.
std::string price_text(const unit_price& price) {
  if (price.denominator == 1) return format_decimal(price.numerator_micro, credits::decimals, true);
  const std::int64_t finer = credits::micro_per_credit / price.denominator;
  return format_decimal(price.numerator_micro * finer, 2 * credits::decimals, true);
}

std::string meter_text(const meter& of) {
  flow_mapping made;
  made.add("per", measures[static_cast<std::size_t>(of.per)]).add("price", price_text(of.price));
  if (of.minimum != 0) made.add("minimum", text_of(of.minimum, of));
  if (of.increment != 0) made.add("increment", text_of(of.increment, of));
  if (!of.feature.empty()) made.add("feature", scalar(of.feature));
  if (of.requires_positive_balance)
    made.add("requires_positive_balance", text_of(*of.requires_positive_balance));
  return made.text();
}

std::string top_ups_text(const world& in) {
  const top_up_terms& terms = in.catalog.top_ups;
  flow_mapping made;
  if (terms.minimum) made.add("minimum", money_text(*terms.minimum, in));
  if (terms.maximum) made.add("maximum", money_text(*terms.maximum, in));
  if (!terms.tiers.empty()) {
    flow_list tiers;
    for (const money tier : terms.tiers) tiers.add(money_text(tier, in));
    made.add("tiers", tiers.text());
  }
  if (terms.expires) made.add("expires", to_string(*terms.expires));
  return made.text();
}

}  // namespace

void write_catalog(const world& in, block_writer& out) {
  const catalog& sold = in.catalog;
  out.open(0, "catalog");
  out.add(1, "catalog", scalar(sold.name));
  out.add(1, "currency", sold.unit.code());
  out.add(1, "credit_rate",
          fmt::format("{} = {} credits", money_text(sold.rate.price, in), to_string(sold.rate.brings)));
  if (!sold.meters.empty()) out.open(1, "meters");
  for (const meter& one : sold.meters) out.add(2, one.name, meter_text(one));
  out.add(1, "top_ups", top_ups_text(in));
}

}  // namespace drawdown::language
