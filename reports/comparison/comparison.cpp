#include "reports/comparison/comparison.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reports {

namespace {

// Things of two runs are the same by their name, and by how often it came before.
using occurrence = std::tuple<std::string, std::string, int>;

template <class Thing, class NameOf>
std::map<occurrence, const Thing*> by_name(const std::vector<Thing>& things, NameOf name_of) {
  std::map<std::pair<std::string, std::string>, int> count;
  std::map<occurrence, const Thing*> named;
  for (const Thing& one : things) {
    auto name = name_of(one);
    const int nth = count[name]++;
    named.emplace(occurrence{std::move(name.first), std::move(name.second), nth}, &one);
  }
  return named;
}

template <class Thing>
std::set<occurrence> all_names(const std::map<occurrence, const Thing*>& a,
                               const std::map<occurrence, const Thing*>& b) {
  std::set<occurrence> names;
  for (const auto& [name, thing] : a) names.insert(name);
  for (const auto& [name, thing] : b) names.insert(name);
  return names;
}

template <class Thing>
const Thing* found_in(const std::map<occurrence, const Thing*>& things, const occurrence& name) {
  const auto found = things.find(name);
  return found == things.end() ? nullptr : found->second;
}

std::string said_of(const step_outcome* step) {
  if (step == nullptr) return "nothing";
  std::string said = step->outcome.empty() ? step->what : step->outcome;
  const bool moves = step->outcome.empty() || step->outcome == "charged" || step->outcome == "captured" ||
                     step->outcome == "held" || step->outcome == "granted" || step->outcome == "adjusted";
  if (moves && !step->amount.is_zero()) said += fmt::format(" {}", to_string(step->amount));
  if (step->debt > credits{}) said += fmt::format(", {} owed", to_string(step->debt));
  if (!step->forgiven.is_zero()) said += fmt::format(", {} forgiven", to_string(step->forgiven));
  if (step->invoiced > credits{}) said += fmt::format(", {} invoiced", to_string(step->invoiced));
  if (step->repeated) said += " (repeated)";
  return said;
}

std::vector<step_parting> parted_steps(const account_outcome& first, const account_outcome& other) {
  const auto name_of = [](const step_outcome& one) { return std::pair(one.what, one.key); };
  const auto firsts = by_name(first.steps, name_of);
  const auto others = by_name(other.steps, name_of);
  std::vector<step_parting> parted;
  for (const occurrence& name : all_names(firsts, others)) {
    const step_outcome* a = found_in(firsts, name);
    const step_outcome* b = found_in(others, name);
    if (a != nullptr && b != nullptr && *a == *b) continue;
    const instant from = a == nullptr ? b->at : b == nullptr ? a->at : std::min(a->at, b->at);
    parted.push_back({from, std::get<0>(name), std::get<1>(name), said_of(a), said_of(b)});
    if (a != nullptr && b != nullptr && parted.back().first == parted.back().other)
      parted.back().other += fmt::format(", at {}", to_string(b->at));
  }
  std::stable_sort(parted.begin(), parted.end(),
                   [](const step_parting& x, const step_parting& y) { return x.from < y.from; });
  return parted;
}

// What two runs of one scenario stand at, each from its instants on; nothing before the first of them.
template <class Level>
struct differing {
  instant at;
  std::optional<Level> first;
  std::optional<Level> other;
};

// Walks two series of levels by their instants; the first after which they are not the same.
template <class Entry, class AtOf, class LevelOf>
auto first_difference(const std::vector<Entry>& first, const std::vector<Entry>& other, AtOf at_of,
                      LevelOf level_of) {
  using level = decltype(level_of(first.front()));
  std::optional<differing<level>> found;
  std::optional<level> a, b;
  auto in_first = first.begin();
  auto in_other = other.begin();
  while (in_first != first.end() || in_other != other.end()) {
    const instant at = in_first == first.end()   ? at_of(*in_other)
                       : in_other == other.end() ? at_of(*in_first)
                                                 : std::min(at_of(*in_first), at_of(*in_other));
    if (in_first != first.end() && at_of(*in_first) == at) a = level_of(*in_first++);
    if (in_other != other.end() && at_of(*in_other) == at) b = level_of(*in_other++);
    if (a == b) continue;
    found = differing<level>{at, a, b};
    break;
  }
  return found;
}

std::optional<differing<credits>> lots_differ(const lot_outcome* first, const lot_outcome* other) {
  const std::vector<lot_level> none;
  return first_difference(
      first != nullptr ? first->levels : none, other != nullptr ? other->levels : none,
      [](const lot_level& one) { return one.first; }, [](const lot_level& one) { return one.second; });
}

money share_of_cost(const lot_outcome& lot, credits used) {
  if (lot.granted.is_zero()) return {};
  return money::from_minor(static_cast<std::int64_t>(
      divide(int128{lot.cost.minor()} * used.micro(), lot.granted.micro(), rounding::half_even)));
}

money worth_of(credits amount, const credit_rate& rate) {
  return money::from_minor(static_cast<std::int64_t>(
      divide(int128{amount.micro()} * rate.price.minor(), rate.brings.micro(), rounding::half_even)));
}

std::vector<lot_parting> parted_lots(const account_outcome& first, const account_outcome& other,
                                     const credit_rate& rate) {
  const auto name_of = [](const lot_outcome& one) { return std::pair(one.key, one.kind); };
  const auto firsts = by_name(first.lots, name_of);
  const auto others = by_name(other.lots, name_of);
  std::vector<std::pair<lot_id, lot_parting>> parted;
  for (const occurrence& name : all_names(firsts, others)) {
    const lot_outcome* a = found_in(firsts, name);
    const lot_outcome* b = found_in(others, name);
    const auto found = lots_differ(a, b);
    if (!found) continue;
    lot_parting made;
    made.key = std::get<0>(name);
    made.kind = std::get<1>(name);
    made.from = found->at;
    made.first = found->first;
    made.other = found->other;
    if (a != nullptr) made.ends = *a;
    if (b != nullptr) made.other_ends = *b;
    made.used = (b != nullptr ? b->used : credits{}) - (a != nullptr ? a->used : credits{});
    made.worth = worth_of(made.used, rate);
    made.paid = share_of_cost(a != nullptr ? *a : *b, made.used);
    parted.emplace_back(a != nullptr ? a->lot : b->lot, std::move(made));
  }
  std::stable_sort(parted.begin(), parted.end(), [](const auto& x, const auto& y) {
    return std::pair(x.second.from, x.first) < std::pair(y.second.from, y.first);
  });
  std::vector<lot_parting> lots;
  for (auto& [number, lot] : parted) lots.push_back(std::move(lot));
  return lots;
}

// The first instant after which balance or debt differ.
std::optional<instant> accounts_differ(const account_outcome& first, const account_outcome& other) {
  const auto found = first_difference(
      first.levels, other.levels, [](const account_level& one) { return one.at; },
      [](const account_level& one) { return std::pair(one.balance, one.debt); });
  return found ? std::optional(found->at) : std::nullopt;
}

account_figures figures_of(const account_outcome& of) {
  return {of.balance, of.debt, of.spent, of.expired, of.charged};
}

account_figures difference_of(const account_figures& a, const account_figures& b) {
  return {a.balance - b.balance, a.debt - b.debt, a.spent - b.spent, a.expired - b.expired,
          money::from_minor(a.charged.minor() - b.charged.minor())};
}

}  // namespace

bool compared_book::parts() const {
  return std::any_of(accounts.begin(), accounts.end(),
                     [](const account_parting& one) { return one.from.has_value(); });
}

std::vector<account_parting> part(const run_outcomes& first, const run_outcomes& other) {
  std::vector<account_parting> parted;
  for (std::size_t i = 0; i < other.accounts.size(); ++i) {
    const account_outcome& a = first.accounts[i];
    const account_outcome& b = other.accounts[i];
    account_parting& made = parted.emplace_back();
    made.account = b.name;
    made.ends = figures_of(b);
    made.more = difference_of(made.ends, figures_of(a));
    made.worth = worth_of(made.more.balance - made.more.debt, first.rate);
    made.steps = parted_steps(a, b);
    made.lots = parted_lots(a, b, first.rate);
    made.from = accounts_differ(a, b);
    for (const step_parting& step : made.steps)
      made.from = std::min(made.from.value_or(step.from), step.from);
    for (const lot_parting& lot : made.lots) made.from = std::min(made.from.value_or(lot.from), lot.from);
  }
  return parted;
}

}  // namespace drawdown::reports
