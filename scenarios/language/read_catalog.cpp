#include "scenarios/language/read_catalog.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 9> catalog_keys = {"catalog",       "currency", "credit_rate",
                                               "overage_price", "meters",   "plans",
                                               "add_ons",       "top_ups",  "versions"};
constexpr std::array<names, 4> catalog_later = {"features", "time_zone", "low_balance", "invoices"};

constexpr std::size_t most_meters = 10'000;
constexpr std::size_t most_plans = 1'000;
constexpr std::size_t most_add_ons = 50;

bool read_meters(scope& in, const node& at, catalog_read& made) {
  const auto* entries = named_entries(in, at, "`meters`");
  if (entries == nullptr) return false;
  if (entries->size() > most_meters) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("a catalog has at most {} meters", most_meters),
               fmt::format("these are {}", entries->size()), "write several catalogs"});
    return false;
  }
  std::vector<meter>& into = made.what.meters;
  for (const entry& one : *entries) {
    made.meters_declared.push_back({in.here(one.key.place)});
    into.push_back(meter{});  // also a faulty one: steps that use it shall not be faulty for it
    into.back().name = one.key.text;
    if (one.value.kind != node_kind::nothing)
      read_meter_terms(in, one.value, sold_as::first, made.meters_declared.back(), into.back());
  }
  return true;
}

// The things of one section by their names, each read into a list of the catalog. False where the section
// itself is faulty.
template <class Thing, class Read>
bool read_named(scope& in, const node& at, names section, std::size_t most, std::vector<Thing>& into,
                std::vector<place_in_file>& declared, const Read& read) {
  const auto* entries = named_entries(in, at, section);
  if (entries == nullptr) return false;
  if (entries->size() > most) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("{} has at most {} names", section, most),
               fmt::format("these are {}", entries->size()), "write several catalogs"});
    return false;
  }
  for (const entry& one : *entries) {
    declared.push_back(in.here(one.key.place));
    Thing made;
    made.name = one.key.text;
    if (one.value.kind != node_kind::nothing) read(one.value, made);
    into.push_back(std::move(made));
  }
  return true;
}

void read_subscriptions(scope& in, const mapping& keys, catalog_read& made) {
  made.plans_known = !keys.has("plans");
  if (const node* at = keys.find("plans")) {
    made.plans_known = read_named(
        in, *at, "`plans`", most_plans, made.what.plans, made.plans_declared,
        [&](const node& terms, plan_terms& into) { read_plan_terms(in, terms, sold_as::first, made, into); });
  }
  made.add_ons_known = !keys.has("add_ons");
  if (const node* at = keys.find("add_ons")) {
    made.add_ons_known = read_named(in, *at, "`add_ons`", most_add_ons, made.what.add_ons,
                                    made.add_ons_declared, [&](const node& terms, add_on_terms& into) {
                                      read_add_on_terms(in, terms, sold_as::first, made, into);
                                    });
  }
}

// A file that is something else is better told so than by everything that it lacks.
bool is_something_else(scope& in, const node& of) {
  const auto key_of = [&](names key) -> const node* {
    const auto found =
        std::ranges::find_if(of.entries, [&](const entry& one) { return one.key.text == key; });
    return found == of.entries.end() ? nullptr : &found->key;
  };
  if (of.kind != node_kind::mapping || key_of("currency") != nullptr || key_of("credit_rate") != nullptr)
    return false;
  for (const names other : {"population", "scenario"})
    if (const node* at = key_of(other)) {
      in.report(fault::missing_key, at->place,
                {fmt::format("this is a {}, not a catalog", other), fmt::format("a {} begins here", other),
                 "name a file that begins with `catalog: NAME`, and says `currency`, `credit_rate` and what "
                 "is sold"});
      return true;
    }
  return false;
}

}  // namespace

catalog_read read_catalog(scope& in, const node& of, const zone_table& zone) {
  catalog_read made;
  if (is_something_else(in, of)) return made;
  const mapping keys(in, of, {"a catalog", catalog_keys, catalog_later});
  if (!keys.is_sound()) return made;

  if (const node* at = keys.require("catalog", "begin with `catalog: NAME`")) {
    made.what.name = read_label(in, *at, "the catalog's name").value_or("");
  }
  if (const node* at = keys.require("currency", "write `currency: EUR`")) {
    if (const auto text = read_text(in, *at, "the currency")) {
      const result<currency> unit = currency::of(*text);
      if (unit) {
        made.what.unit = *unit;
        made.unit = {*unit, in.here(at->place)};
      } else {
        in.report(fault::unknown_currency, at->place,
                  {fmt::format("`{}` is not a currency", *text), "not a currency", currency_advice(*text)});
      }
    }
  }
  if (const node* at = keys.require("credit_rate", "write `credit_rate: 1 EUR = 50 credits`")) {
    if (const auto rate = read_rate(in, *at, made.unit)) {
      made.what.rate = *rate;
      made.rate_known = true;
    }
  }
  made.overage_known = !keys.has("overage_price");
  if (const node* at = keys.find("overage_price")) {
    made.what.overage_price = read_rate(in, *at, made.unit, "the overage price");
    made.overage_known = made.what.overage_price.has_value();
  }
  if (!keys.has("meters")) {
    made.meters_known = true;
  } else if (const node* at = keys.find("meters")) {
    made.meters_known = read_meters(in, *at, made);
  }
  read_subscriptions(in, keys, made);
  if (const node* at = keys.find("top_ups"))
    read_top_up_terms(in, *at, sold_as::first, made, made.what.top_ups);
  if (const node* at = keys.find("versions")) read_versions(in, *at, zone, made);
  return made;
}

}  // namespace drawdown::language
