#include "reports/replay/totals.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "engine/record/block.hpp"

namespace drawdown::reports {

namespace {

void count_in(usage_totals& to, const usage_event& used) {
  if (used.repeated)
    ++to.repeated;
  else if (used.result != outcome::charged)
    ++to.refused;
  else {
    ++to.charged;
    to.cost += used.amount.micro();
  }
}

template <class... Known>
bool is_one_of(const expected_body& what) {
  return (std::holds_alternative<Known>(what) || ...);
}

// What a figures_event alone answers.
bool is_known_at_once(const expected_body& what) {
  return is_one_of<expected_figure, expected_stopped, expected_suspended>(what);
}

credits figure_in(figure which, const figures_event& said) {
  if (which == figure::agent_spent) return said.agent_spent;
  if (which == figure::agent_counted) return said.agent_spent + said.agent_held;
  return value_of(which, said.account);
}

std::string_view word_for(bool value) {
  return value ? "true" : "false";
}

}  // namespace

replay_totals::replay_totals(const world& of)
    : in_(of), accounts_(of.accounts.size()), meters_(of.catalog.meters.size()), refused_by_(outcomes) {}

result<void> replay_totals::add(std::span<const std::byte> block) {
  const auto view = record::block_view::open(block);
  if (!view) return tl::unexpected(view.error());
  const auto events = view->events();
  if (!events) return tl::unexpected(events.error());
  account_totals& to = accounts_.at(view->header().account);
  for (const event& one : *events) add(to, one);
  to.events += events->size();
  to.at_end = view->header().at_end;
  to.until = view->header().until;
  return {};
}

void replay_totals::add(account_totals& to, const event& what) {
  if (const auto* used = std::get_if<usage_event>(&what.body)) count(to, what.at, *used);
  if (const auto* said = std::get_if<figures_event>(&what.body)) answer(*said);
}

void replay_totals::count(account_totals& to, instant at, const usage_event& used) {
  count_in(to.usages, used);
  // What a capture takes beyond its hold may be of no meter (R6.2).
  if (used.meter != no_meter) count_in(meters_.at(used.meter), used);
  if (used.repeated || used.result == outcome::charged) return;
  ++refused_by_[static_cast<std::size_t>(used.result)];
  if (!to.first_refused) to.first_refused = at;
}

void replay_totals::answer(const figures_event& said) {
  for (const expected_item& item : in_.expectations.at(said.expectation).items) {
    if (const auto* of = std::get_if<expected_figure>(&item.what))
      expect(item.place, name_of(of->which), to_string(figure_in(of->which, said)), to_string(of->value));
    if (const auto* of = std::get_if<expected_stopped>(&item.what))
      expect(item.place, "stopped", std::string(word_for(said.agent_stopped)),
             std::string(word_for(of->stopped)));
    if (const auto* of = std::get_if<expected_suspended>(&item.what))
      expect(item.place, "suspended", std::string(word_for(said.suspended)),
             std::string(word_for(of->suspended)));
  }
}

void replay_totals::expect(const source_place& place, std::string_view what, const std::string& actual,
                           const std::string& expected) {
  ++answered_;
  if (actual != expected)
    missed_.push_back({place, fmt::format("`{}` is {}, not {}", what, actual, expected)});
}

void replay_totals::finish() {
  for (const expected_total& total : in_.totals) {
    const auto* of = std::get_if<expected_figure>(&total.what);
    if (of == nullptr) continue;
    credits sum;
    for (const account_totals& account : accounts_) sum += value_of(of->which, account.at_end);
    expect(total.place, name_of(of->which), to_string(sum), to_string(of->value));
  }
}

std::vector<missed_expectation> replay_totals::missed() const {
  std::vector<missed_expectation> in_order = missed_;
  std::stable_sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) <
           std::tie(b.place.file, b.place.line, b.place.column);
  });
  return in_order;
}

std::vector<std::pair<outcome, std::uint64_t>> replay_totals::refusals() const {
  std::vector<std::pair<outcome, std::uint64_t>> told;
  for (std::size_t i = 0; i < refused_by_.size(); ++i)
    if (refused_by_[i] > 0) told.emplace_back(static_cast<outcome>(i), refused_by_[i]);
  return told;
}

usage_totals replay_totals::all() const {
  usage_totals sum;
  for (const account_totals& account : accounts_) {
    sum.charged += account.usages.charged;
    sum.refused += account.usages.refused;
    sum.repeated += account.usages.repeated;
    sum.cost += account.usages.cost;
  }
  return sum;
}

std::uint64_t replay_totals::events() const {
  std::uint64_t sum = 0;
  for (const account_totals& account : accounts_) sum += account.events;
  return sum;
}

std::optional<source_place> first_that_needs_history(const world& in) {
  for (const expectation& one : in.expectations)
    for (const expected_item& item : one.items)
      if (!is_known_at_once(item.what)) return item.place;
  for (const expected_total& total : in.totals)
    if (!std::holds_alternative<expected_figure>(total.what)) return total.place;
  if (!in.rules.empty()) return in.rules.front().place;
  return std::nullopt;
}

}  // namespace drawdown::reports
