// The parts of a catalog: as they are first sold, and as versions and a customer's own prices change them
// (R7.3).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_catalog.hpp"

namespace drawdown::language {

// Whether terms are given for the first time and whole, or some of them are given anew.
enum class sold_as : std::uint8_t { first, change };

// Each puts what `at` says into `into`, and reports what is wrong. As a change it finds the terms so far in
// there; what is not said stays, and what never changes is refused.
void read_meter_terms(scope& in, const node& at, sold_as how, declared_meter& declared, meter& into);
void read_plan_terms(scope& in, const node& at, sold_as how, const catalog_read& sold, plan_terms& into);
void read_add_on_terms(scope& in, const node& at, sold_as how, const catalog_read& sold, add_on_terms& into);
void read_top_up_terms(scope& in, const node& at, sold_as how, catalog_read& sold, top_up_terms& into);

// The rates of purchases, by how much is bought (R9.1); where something is wrong, which is reported, none.
std::vector<rate_step> read_purchase_rates(scope& in, const node& at, const due_currency& unit);

// The keys by which terms are changed.
inline constexpr std::array<std::string_view, 6> changed_keys = {"credit_rate", "overage_price", "meters",
                                                                 "plans",       "add_ons",       "top_ups"};

// Changes a catalog as those of its keys say that stand in `keys` (R7.3). `sold`: as it was first read.
void change_catalog(scope& in, const mapping& keys, catalog_read& sold, catalog& into);

// The versions that follow a catalog, each whole.
void read_versions(scope& in, const node& at, const zone_table& zone, catalog_read& sold);

// Reports those of some keys that are there, for they never change.
void report_fixed(scope& in, const mapping& keys, std::span<const std::string_view> fixed,
                  std::string_view whose);

// Reports a name that is none of those that the catalog has.
void report_unsold(scope& in, const node& at, std::string_view what, std::span<const std::string_view> known,
                   const place_in_file* nearest_at = nullptr);

// The names of plans, in their order.
std::vector<std::string_view> names_of(const std::vector<plan_terms>& plans);

}  // namespace drawdown::language
