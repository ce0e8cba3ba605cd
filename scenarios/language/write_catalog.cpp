#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {
namespace {

// The exact decimal of a price: at most twelve decimals, of which six are those of a credit.
std::string price_text(const unit_price& price) {
  if (price.denominator == 1) return format_decimal(price.numerator_micro, credits::decimals, true);
  const std::int64_t finer = credits::micro_per_credit / price.denominator;
  return format_decimal(price.numerator_micro * finer, 2 * credits::decimals, true);
}

// So much of a quantity in units of its measure.
std::string units_text(std::int64_t quantity, measure per) {
  constexpr std::int64_t millionths = 1'000'000;
  return format_decimal(quantity / (measure_size(per) / millionths), credits::decimals, true);
}

std::string tiers_text(std::string_view form, const std::vector<price_tier>& tiers, measure per) {
  flow_list made;
  for (const price_tier& tier : tiers) {
    flow_mapping one;
    if (tier.up_to) one.add("up_to", units_text(*tier.up_to, per));
    made.add(one.add("price", price_text(tier.price)).text());
  }
  return flow_mapping().add(form, made.text()).text();
}

// A price in the form that it has (R7.2).
struct price_writer {
  measure per;

  std::string operator()(const unit_price& price) const { return price_text(price); }
  std::string operator()(const price_by_value& price) const {
    flow_mapping made;
    made.add("by", scalar(price.attribute));
    for (const auto& [value, each] : price.values) made.add(scalar(value), price_text(each));
    return made.text();
  }
  std::string operator()(const graduated_price& price) const {
    return tiers_text("graduated", price.tiers, per);
  }
  std::string operator()(const volume_price& price) const { return tiers_text("volume", price.tiers, per); }
  std::string operator()(const package_price& price) const {
    return flow_mapping()
        .add("package", units_text(price.size, per))
        .add("price", price_text(price.price))
        .text();
  }
};

std::string meter_text(const meter& of) {
  flow_mapping made;
  made.add("per", name_of(of.per)).add("price", std::visit(price_writer{of.per}, of.price));
  if (!of.times.empty()) made.add("times", scalar(of.times));
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
