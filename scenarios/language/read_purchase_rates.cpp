// The rate at which purchases bring credit: one for all of it, or one for each part (R9.1).
#include <array>
#include <optional>

#include <fmt/format.h>

#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 1> form_keys = {"graduated"};
constexpr std::array<names, 2> step_keys = {"up_to", "rate"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_steps = 100;
constexpr names what = "the rate of purchases";
constexpr names example =
    "write `{graduated: [{up_to: 1000, rate: 1 EUR = 50 credits}, {rate: 1 EUR = 60 credits}]}`";

// One step and the bound above it; nothing where it has none, or a faulty one.
struct bounded_step {
  credit_rate rate;
  std::optional<credits> up_to;
};

std::optional<bounded_step> read_step(scope& in, const node& at, const due_currency& unit, bool is_last) {
  const mapping keys(in, at, {"a step of the rate", step_keys, none});
  if (!keys.is_sound()) return {};
  const node* rate = keys.require("rate", "write `rate: 1 EUR = 60 credits`");
  const auto brings = rate != nullptr ? read_rate(in, *rate, unit, what) : std::nullopt;
  const node* bound = keys.find("up_to");
  if (keys.is_misspelt("up_to")) return {};
  if (keys.has("up_to") == is_last) {
    in.report(
        fault::bounds_contradict, is_last ? keys.place_of("up_to") : at.place,
        {"all steps but the last have a bound", is_last ? "what is beyond it would have no rate" : "no bound",
         is_last ? "take `up_to` away, or add a step with the rate beyond" : "write `up_to: 1000`"});
    return {};
  }
  std::optional<credits> up_to;
  if (bound != nullptr) up_to = read_credits(in, *bound, "the bound of a step", allowed_sign::positive);
  if (!brings || (bound != nullptr && !up_to)) return {};
  return bounded_step{*brings, up_to};
}

}  // namespace

std::vector<rate_step> read_purchase_rates(scope& in, const node& at, const due_currency& unit) {
  if (at.kind != node_kind::mapping) {
    const auto rate = read_rate(in, at, unit, what);
    return rate ? std::vector<rate_step>{{credits{}, *rate}} : std::vector<rate_step>{};
  }
  const mapping keys(in, at, {"the rate of purchases", form_keys, none});
  if (!keys.is_sound()) return {};
  const node* form = keys.require("graduated", std::string(example));
  const auto* items = form != nullptr ? list_items(in, *form, "`graduated`") : nullptr;
  if (items == nullptr) return {};
  if (items->empty() || items->size() > most_steps) {
    in.report(items->empty() ? fault::missing_value : fault::out_of_range, form->place,
              {fmt::format("a rate has from 1 to {} steps", most_steps),
               fmt::format("these are {}", items->size()), std::string(example)});
    return {};
  }
  std::vector<rate_step> made;
  bool is_sound = true;
  credits from;
  for (const node& item : *items) {
    const auto step = read_step(in, item, unit, &item == &items->back());
    const bool descends = step && step->up_to && *step->up_to <= from;
    if (descends)
      in.report(fault::bounds_contradict, item.place,
                {"the bounds of steps ascend", "not above the step before", "order the steps by `up_to`"});
    is_sound = is_sound && step && !descends;
    if (!is_sound) continue;
    made.push_back({from, step->rate});
    from = step->up_to.value_or(from);
  }
  return is_sound ? made : std::vector<rate_step>{};
}

}  // namespace drawdown::language
