#include <algorithm>
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
    for (const auto& [value, each] : price.values) made.add(value, price_text(each));
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

std::string pool_text(credit_pool pool) {
  return pool == credit_pool::per_user ? "per_user" : "shared";
}

std::string names_text(const std::vector<std::string>& names) {
  flow_list made;
  for (const std::string& one : names) made.add(scalar(one));
  return made.text();
}

std::string carry_text(const carry_terms& terms) {
  flow_mapping made;
  made.add("max", to_string(terms.max));
  if (!terms.min.is_zero()) made.add("min", to_string(terms.min));
  made.add("lives", terms.lives ? fmt::format("{}", *terms.lives) : "forever");
  return made.text();
}

std::string tiers_text(const std::vector<money>& tiers, const world& in) {
  flow_list made;
  for (const money tier : tiers) made.add(money_text(tier, in));
  return made.text();
}

std::string rate_text(const credit_rate& rate, const world& in) {
  return fmt::format("{} = {} credits", money_text(rate.price, in), to_string(rate.brings));
}

// One rate for all that is bought, or one for each part of it (R9.1).
std::string rates_text(const std::vector<rate_step>& rates, const world& in) {
  if (rates.size() == 1) return rate_text(rates.front().rate, in);
  flow_list made;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    flow_mapping one;
    if (i + 1 < rates.size()) one.add("up_to", to_string(rates[i + 1].from));
    made.add(one.add("rate", rate_text(rates[i].rate, in)).text());
  }
  return flow_mapping().add("graduated", made.text()).text();
}

std::string bonuses_text(const std::vector<top_up_bonus>& bonuses, const world& in) {
  flow_list made;
  for (const top_up_bonus& one : bonuses)
    made.add(
        flow_mapping().add("from", money_text(one.from, in)).add("credits", to_string(one.brings)).text());
  return made.text();
}

// Writes terms: all of them; or as a change, those that may change and are asked for. What is asked gets a
// way to find the same in other terms of the same thing.
class terms_writer {
 public:
  terms_writer(const world& in, bool is_change) : in_(in), is_change_(is_change) {}

  template <class Asked>
  flow_mapping meter_terms(const meter& of, const Asked& is_asked) const {
    flow_mapping made;
    if (!is_change_) made.add("per", name_of(of.per));
    if (is_asked([](const meter& one) { return one.price; }))
      made.add("price", std::visit(price_writer{of.per}, of.price));
    if (!is_change_ && !of.times.empty()) made.add("times", scalar(of.times));
    if (of.minimum != 0 && is_asked([](const meter& one) { return one.minimum; }))
      made.add("minimum", text_of(of.minimum, of));
    if (of.increment != 0 && is_asked([](const meter& one) { return one.increment; }))
      made.add("increment", text_of(of.increment, of));
    if (!is_change_ && !of.feature.empty()) made.add("feature", scalar(of.feature));
    if (of.requires_positive_balance &&
        is_asked([](const meter& one) { return one.requires_positive_balance; }))
      made.add("requires_positive_balance", text_of(*of.requires_positive_balance));
    if ((of.divisible || is_change_) && is_asked([](const meter& one) { return one.divisible; }))
      made.add("divisible", text_of(of.divisible));
    return made;
  }

  template <class Asked>
  flow_mapping plan(const plan_terms& of, const Asked& is_asked) const {
    flow_mapping made;
    if (is_asked([](const plan_terms& one) { return one.price; }))
      made.add("price", money_text(of.price, in_));
    if (!is_change_) made.add("every", to_string(of.every));
    if (is_asked([](const plan_terms& one) { return one.allocation; }))
      made.add("allocation", to_string(of.allocation));
    if (!is_change_)
      made.add("allocation_every", of.monthly_allocation ? "1 month" : "cycle")
          .add("pool", pool_text(of.pool));
    if (is_asked([](const plan_terms& one) { return one.features; }))
      made.add("features", names_text(of.features));
    if (is_asked([](const plan_terms& one) { return one.top_ups; })) made.add("top_ups", text_of(of.top_ups));
    if (of.trial && is_asked([](const plan_terms& one) { return one.trial; }))
      made.add("trial", to_string(*of.trial));
    if (of.rollover && is_asked([](const plan_terms& one) { return one.rollover; }))
      made.add("rollover", carry_text(*of.rollover));
    return made;
  }

  template <class Asked>
  flow_mapping add_on(const add_on_terms& of, const Asked& is_asked) const {
    flow_mapping made;
    if (is_asked([](const add_on_terms& one) { return one.unit; }))
      made.add("unit", fmt::format("{} credits", to_string(of.unit)));
    if (is_asked([](const add_on_terms& one) { return one.price; }))
      made.add("price", money_text(of.price, in_));
    if (!is_change_) made.add("pool", pool_text(of.pool));
    if (is_asked([](const add_on_terms& one) { return one.for_plans; })) {
      flow_list plans;
      for (const plan_index one : of.for_plans) plans.add(scalar(in_.catalog.plans[one].name));
      made.add("for_plans", plans.text());
    }
    if (is_asked([](const add_on_terms& one) { return one.prorate; }))
      made.add("prorate", text_of(of.prorate));
    return made;
  }

  template <class Asked>
  flow_mapping top_ups(const top_up_terms& of, const Asked& is_asked) const {
    flow_mapping made;
    if (!of.rates.empty() && is_asked([](const top_up_terms& one) { return one.rates; }))
      made.add("rate", rates_text(of.rates, in_));
    if (of.minimum && is_asked([](const top_up_terms& one) { return one.minimum; }))
      made.add("minimum", money_text(*of.minimum, in_));
    if (of.maximum && is_asked([](const top_up_terms& one) { return one.maximum; }))
      made.add("maximum", money_text(*of.maximum, in_));
    if ((!of.tiers.empty() || is_change_) && is_asked([](const top_up_terms& one) { return one.tiers; }))
      made.add("tiers", tiers_text(of.tiers, in_));
    if (of.expires && is_asked([](const top_up_terms& one) { return one.expires; }))
      made.add("expires", to_string(*of.expires));
    if (is_asked([](const top_up_terms& one) { return one.requires_plan; }))
      made.add("requires_plan", text_of(of.requires_plan));
    if (is_asked([](const top_up_terms& one) { return one.refundable; }))
      made.add("refundable", text_of(of.refundable));
    const bool has_bonuses = !of.bonuses.empty() || is_change_;
    if (has_bonuses && is_asked([](const top_up_terms& one) { return one.bonuses; }))
      made.add("bonus", bonuses_text(of.bonuses, in_));
    if (of.bonus_expires && is_asked([](const top_up_terms& one) { return one.bonus_expires; }))
      made.add("bonus_expires", to_string(*of.bonus_expires));
    return made;
  }

 private:
  const world& in_;
  bool is_change_;
};

constexpr auto all_of_it = [](const auto&) { return true; };

// A version, with all that it may have changed.
std::string version_text(const world& in, const catalog_version& version) {
  const terms_writer writer(in, true);
  flow_mapping made;
  made.add("effective", to_string(version.effective)).add("credit_rate", rate_text(version.terms.rate, in));
  if (version.terms.overage_price) made.add("overage_price", rate_text(*version.terms.overage_price, in));
  flow_mapping meters, plans, add_ons;
  for (const meter& one : version.terms.meters)
    meters.add(one.name, writer.meter_terms(one, all_of_it).text());
  for (const plan_terms& one : version.terms.plans) plans.add(one.name, writer.plan(one, all_of_it).text());
  for (const add_on_terms& one : version.terms.add_ons)
    add_ons.add(one.name, writer.add_on(one, all_of_it).text());
  if (!meters.is_empty()) made.add("meters", meters.text());
  if (!plans.is_empty()) made.add("plans", plans.text());
  if (!add_ons.is_empty()) made.add("add_ons", add_ons.text());
  made.add("top_ups", writer.top_ups(version.terms.top_ups, all_of_it).text());
  return made.text();
}

// What of an account's own prices differs from what everybody pays, at any time.
class override_writer {
 public:
  override_writer(const world& in, const std::vector<catalog_version>& own) : in_(in), own_(own) {}

  std::string write() const {
    const catalog& first = own_.front().terms;
    const terms_writer writer(in_, true);
    flow_mapping made, meters, plans, add_ons;
    if (differs([](const catalog& one) { return one.rate; }))
      made.add("credit_rate", rate_text(first.rate, in_));
    if (first.overage_price && differs([](const catalog& one) { return one.overage_price; }))
      made.add("overage_price", rate_text(*first.overage_price, in_));
    for (std::size_t i = 0; i < first.meters.size(); ++i)
      add(meters, first.meters[i].name, writer.meter_terms(first.meters[i], [&](const auto& part) {
        return differs([&](const catalog& one) { return part(one.meters[i]); });
      }));
    for (std::size_t i = 0; i < first.plans.size(); ++i)
      add(plans, first.plans[i].name, writer.plan(first.plans[i], [&](const auto& part) {
        return differs([&](const catalog& one) { return part(one.plans[i]); });
      }));
    for (std::size_t i = 0; i < first.add_ons.size(); ++i)
      add(add_ons, first.add_ons[i].name, writer.add_on(first.add_ons[i], [&](const auto& part) {
        return differs([&](const catalog& one) { return part(one.add_ons[i]); });
      }));
    const flow_mapping top_ups = writer.top_ups(first.top_ups, [&](const auto& part) {
      return differs([&](const catalog& one) { return part(one.top_ups); });
    });
    if (!meters.is_empty()) made.add("meters", meters.text());
    if (!plans.is_empty()) made.add("plans", plans.text());
    if (!add_ons.is_empty()) made.add("add_ons", add_ons.text());
    if (!top_ups.is_empty()) made.add("top_ups", top_ups.text());
    return made.text();
  }

 private:
  static void add(flow_mapping& into, const std::string& name, const flow_mapping& terms) {
    if (!terms.is_empty()) into.add(name, terms.text());
  }

  // What everybody pays from an instant on.
  const catalog& usual_at(instant at) const {
    const catalog* found = &in_.catalog;
    for (const catalog_version& one : in_.versions) {
      if (one.effective <= at) found = &one.terms;
    }
    return *found;
  }

  template <class Part>
  bool differs(const Part& part) const {
    return std::any_of(own_.begin(), own_.end(), [&](const catalog_version& one) {
      return !(part(one.terms) == part(usual_at(one.effective)));
    });
  }

  const world& in_;
  const std::vector<catalog_version>& own_;
};

}  // namespace

std::string override_text(const world& in, const std::vector<catalog_version>& own) {
  return override_writer(in, own).write();
}

void write_catalog(const world& in, block_writer& out) {
  const catalog& sold = in.catalog;
  out.open(0, "catalog");
  out.add(1, "catalog", scalar(sold.name));
  out.add(1, "currency", sold.unit.code());
  out.add(1, "credit_rate", rate_text(sold.rate, in));
  if (sold.overage_price) out.add(1, "overage_price", rate_text(*sold.overage_price, in));
  const terms_writer writer(in, false);
  if (!sold.meters.empty()) out.open(1, "meters");
  for (const meter& one : sold.meters) out.add(2, one.name, writer.meter_terms(one, all_of_it).text());
  if (!sold.plans.empty()) out.open(1, "plans");
  for (const plan_terms& one : sold.plans) out.add(2, one.name, writer.plan(one, all_of_it).text());
  if (!sold.add_ons.empty()) out.open(1, "add_ons");
  for (const add_on_terms& one : sold.add_ons) out.add(2, one.name, writer.add_on(one, all_of_it).text());
  out.add(1, "top_ups", writer.top_ups(sold.top_ups, all_of_it).text());
  if (!in.versions.empty()) out.open(1, "versions");
  for (const catalog_version& one : in.versions) out.item(2, version_text(in, one));
}

}  // namespace drawdown::language
