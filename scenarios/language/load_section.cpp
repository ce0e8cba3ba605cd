#include "scenarios/language/load_section.hpp"

#include <algorithm>
#include <tuple>

namespace drawdown::language {
namespace {

using namespace std::string_view_literals;

// Every key with where it is kept, in the order in which a load is described.
constexpr std::tuple keys{
    std::pair{"accounts"sv, &load_terms::accounts},   std::pair{"agents"sv, &load_terms::agents},
    std::pair{"lots"sv, &load_terms::lots},           std::pair{"distribution"sv, &load_terms::distribution},
    std::pair{"holds"sv, &load_terms::holds},         std::pair{"top_ups"sv, &load_terms::top_ups},
    std::pair{"recharges"sv, &load_terms::recharges}, std::pair{"batch"sv, &load_terms::batch},
    std::pair{"window"sv, &load_terms::window},       std::pair{"rate"sv, &load_terms::rate},
    std::pair{"arrivals"sv, &load_terms::arrivals},   std::pair{"tick"sv, &load_terms::tick},
    std::pair{"late"sv, &load_terms::late},           std::pair{"warm_up"sv, &load_terms::warm_up},
    std::pair{"duration"sv, &load_terms::length},     std::pair{"count"sv, &load_terms::count},
    std::pair{"seed"sv, &load_terms::seed},           std::pair{"threads"sv, &load_terms::threads},
    std::pair{"verify"sv, &load_terms::verify}};

template <class Visit>
void each_key(Visit visit) {
  std::apply([&](const auto&... key) { (visit(key.first, key.second), ...); }, keys);
}

constexpr std::uint32_t usual_accounts = 100;
constexpr std::uint32_t usual_lots = 3;
constexpr std::uint32_t usual_window = 256;
constexpr std::uint32_t usual_batch = 256;
constexpr std::uint64_t most_outstanding = 1'000'000;  // unless a window is asked for
constexpr std::int64_t second_us = 1'000'000;

std::uint32_t usual_window_of(std::uint32_t accounts, std::uint32_t agents) {
  const std::uint64_t all = std::uint64_t{accounts} * agents;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(most_outstanding / all, 1, usual_window));
}

template <class Value>
Value or_usual(std::optional<Value>& said, Value usual) {
  if (!said) said = usual;
  return *said;
}

}  // namespace

load_terms replaced(const load_terms& terms, const load_terms& wins) {
  load_terms made = terms;
  if (wins.count) made.length.reset();
  if (wins.length) made.count.reset();
  if (wins.rate) made.window.reset();
  if (wins.window) {
    made.rate.reset();
    made.arrivals.reset();
    made.tick.reset();
  }
  each_key([&](std::string_view, auto at) {
    if (wins.*at) made.*at = wins.*at;
  });
  return made;
}

std::vector<std::string_view> keys_said(const load_terms& terms) {
  std::vector<std::string_view> said;
  each_key([&](std::string_view name, auto at) {
    if (terms.*at) said.push_back(name);
  });
  return said;
}

load_terms with_defaults(load_terms terms) {
  const std::uint32_t accounts = or_usual(terms.accounts, usual_accounts);
  const std::uint32_t agents = or_usual(terms.agents, 1U);
  or_usual(terms.lots, usual_lots);
  or_usual(terms.distribution, population::skew(population::uniform_skew{}));
  or_usual(terms.holds, parts_per_million{0});
  or_usual(terms.top_ups, parts_per_million{0});
  or_usual(terms.recharges, parts_per_million{0});
  or_usual(terms.batch, usual_batch);
  if (terms.rate) {
    or_usual(terms.arrivals, arrival_process::even);
    or_usual(terms.tick, duration::from_us(second_us / 1000));
  } else {
    or_usual(terms.window, usual_window_of(accounts, agents));
  }
  or_usual(terms.late, duration::from_us(second_us / 10));
  or_usual(terms.warm_up, terms.count ? duration{} : duration::from_us(second_us));
  if (!terms.count) or_usual(terms.length, duration::from_us(5 * second_us));
  or_usual(terms.seed, std::uint64_t{1});
  or_usual(terms.verify, verification::full);
  return terms;
}

}  // namespace drawdown::language
