// How a catalog changes: with its versions, and for a customer with prices of its own (R7.3).
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 1 + changed_keys.size()> version_keys = {
    "effective", "credit_rate", "overage_price", "meters", "plans", "add_ons", "top_ups"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_versions = 1'000;

// Goes through what is changed by name; what is not sold cannot be. `change` has the entry and its position.
template <class Thing, class Change>
void change_each(scope& in, const node& at, names section, names what, const std::vector<Thing>& sold,
                 bool all_known, const Change& change) {
  const auto* entries = named_entries(in, at, section);
  if (entries == nullptr) return;
  std::vector<names> known;
  for (const Thing& one : sold) known.push_back(one.name);
  for (const entry& one : *entries) {
    const auto found = std::find(known.begin(), known.end(), one.key.text);
    if (found != known.end()) {
      if (one.value.kind != node_kind::nothing)
        change(one.value, static_cast<std::size_t>(found - known.begin()));
    } else if (all_known) {
      report_unsold(in, one.key, what, known);
    }
  }
}

// One version, whole: the terms before it with what it changes.
void read_version(scope& in, const node& at, const zone_table& zone, catalog_read& sold,
                  std::optional<text_place>& before) {
  const mapping keys(in, at, {"a version", version_keys, none});
  if (!keys.is_sound()) return;
  const node* when = keys.require("effective", "write `effective: 2026-03-01`");
  const auto effective = when != nullptr ? read_instant(in, *when, "`effective`", zone) : std::nullopt;
  catalog_version made{effective.value_or(instant{}),
                       sold.versions.empty() ? sold.what : sold.versions.back().terms};
  change_catalog(in, keys, sold, made.terms);
  if (!effective) return;
  if (!sold.versions.empty() && *effective <= sold.versions.back().effective) {
    in.report(fault::versions_out_of_order, when->place,
              {fmt::format("this version is of {}, not after the one before it, of {}", to_string(*effective),
                           to_string(sold.versions.back().effective)),
               "not after its predecessor",
               "order the versions by `effective`",
               {{"the version before it is here", in.here(before.value_or(at.place))}}});
    return;
  }
  before = when->place;
  sold.versions.push_back(std::move(made));
}

}  // namespace

void report_fixed(scope& in, const mapping& keys, std::span<const names> fixed, names whose) {
  for (const names key : fixed) {
    if (!keys.has(key)) continue;
    in.report(fault::never_changes, keys.place_of(key),
              {fmt::format("`{}` of {} never changes", key, whose), "given once, where it is declared",
               fmt::format("take it away, or declare {} of another name", whose)});
  }
}

void report_unsold(scope& in, const node& at, names what, std::span<const names> known,
                   const place_in_file* nearest_at) {
  if (!in.found.keeps(fault::unknown_reference)) return in.report(fault::unknown_reference, at.place, {});
  constexpr std::size_t few = 5;
  std::string hint;
  std::vector<related_place> related;
  if (const auto meant = nearest_word(at.text, known)) {
    hint = fmt::format("did you mean `{}`?", *meant);
    const auto position = std::find(known.begin(), known.end(), *meant) - known.begin();
    if (nearest_at != nullptr)
      related.push_back({fmt::format("`{}` is declared here", *meant), nearest_at[position]});
  } else if (known.empty()) {
    hint = fmt::format("the catalog has no {}", what.substr(what.find(' ') + 1));
  } else if (known.size() <= few) {
    hint = fmt::format("there is {}", one_of(known));
  }
  in.report(fault::unknown_reference, at.place,
            {fmt::format("the catalog has no {} named `{}`", what.substr(what.find(' ') + 1), at.text),
             "nothing has this name", std::move(hint), std::move(related)});
}

void change_catalog(scope& in, const mapping& keys, catalog_read& sold, catalog& into) {
  if (const node* at = keys.find("credit_rate")) {
    if (const auto rate = read_rate(in, *at, sold.unit)) into.rate = *rate;
  }
  if (const node* at = keys.find("overage_price")) {
    if (const auto price = read_rate(in, *at, sold.unit, "the overage price")) into.overage_price = *price;
  }
  if (const node* at = keys.find("meters")) {
    change_each(in, *at, "`meters`", "a meter", into.meters, sold.meters_known,
                [&](const node& terms, std::size_t i) {
                  read_meter_terms(in, terms, sold_as::change, sold.meters_declared[i], into.meters[i]);
                });
  }
  if (const node* at = keys.find("plans")) {
    change_each(in, *at, "`plans`", "a plan", into.plans, sold.plans_known,
                [&](const node& terms, std::size_t i) {
                  read_plan_terms(in, terms, sold_as::change, sold, into.plans[i]);
                });
  }
  if (const node* at = keys.find("add_ons")) {
    change_each(in, *at, "`add_ons`", "an add-on", into.add_ons, sold.add_ons_known,
                [&](const node& terms, std::size_t i) {
                  read_add_on_terms(in, terms, sold_as::change, sold, into.add_ons[i]);
                });
  }
  if (const node* at = keys.find("top_ups")) read_top_up_terms(in, *at, sold_as::change, sold, into.top_ups);
}

void read_versions(scope& in, const node& at, const zone_table& zone, catalog_read& sold) {
  const auto* items = list_items(in, at, "`versions`");
  if (items == nullptr) return;
  if (items->size() > most_versions) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("a catalog has at most {} versions", most_versions),
               fmt::format("these are {}", items->size()), "write several catalogs"});
    return;
  }
  std::optional<text_place> before;
  for (const node& item : *items) read_version(in, item, zone, sold, before);
}

}  // namespace drawdown::language
