#include "scenarios/language/read_price.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 4> form_keys = {"graduated", "volume", "package", "price"};
constexpr std::array<names, 2> tier_keys = {"up_to", "price"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_values = 1'000;
constexpr std::size_t most_tiers = 100;

// So many units of the measure as a quantity, above zero.
std::optional<std::int64_t> read_units(scope& in, const node& at, names what, measure per) {
  const auto count = read_decimal(in, at, what, credits::decimals, allowed_sign::positive);
  if (!count) return {};
  std::int64_t quantity = 0;
  constexpr std::int64_t millionths = 1'000'000;
  if (!__builtin_mul_overflow(*count, measure_size(per) / millionths, &quantity)) return quantity;
  in.report(fault::out_of_range, at.place,
            {fmt::format("{} is more than can be counted", what), "too large", "leave it out for no bound"});
  return {};
}

unit_price read_price_of(scope& in, const mapping& keys, names hint) {
  const node* price = keys.require("price", std::string(hint));
  return price != nullptr ? read_price(in, *price, "the price").value_or(unit_price{}) : unit_price{};
}

// `{by: quality, fast: 4, premium: 25}`: each other key is a value of the attribute.
price_form read_by_value(scope& in, const node& at) {
  price_by_value made;
  for (const entry& one : at.entries) {
    if (one.key.text == "by") {
      if (read_text(in, one.value, "what the price goes by") && check_name(in, one.value))
        made.attribute = one.value.text;
      continue;
    }
    check_name(in, one.key);
    const auto price = read_price(in, one.value, fmt::format("the price of `{}`", one.key.text));
    made.values.push_back({one.key.text, price.value_or(unit_price{})});
  }
  if (made.values.empty()) {
    in.report(
        fault::missing_value, at.place,
        {"a price by value needs its values", "none is here", "write `{by: quality, fast: 4, premium: 25}`"});
  }
  if (made.values.size() > most_values) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("a price has at most {} values", most_values),
               fmt::format("these are {}", made.values.size()), "write several meters"});
  }
  return made;
}

// One tier; its bound is above that of the tier before, and only the last has none.
price_tier read_tier(scope& in, const node& at, measure per, bool is_last,
                     const std::vector<price_tier>& before) {
  price_tier made;
  const mapping keys(in, at, {"a tier", tier_keys, none});
  if (!keys.is_sound()) return made;
  made.price = read_price_of(in, keys, "write `price: 4`, in credits");
  const node* bound = keys.find("up_to");
  if (keys.is_misspelt("up_to")) return made;
  if (keys.has("up_to") == is_last) {
    in.report(fault::bounds_contradict, is_last ? keys.place_of("up_to") : at.place,
              {"all tiers but the last have a bound",
               is_last ? "what is beyond it would have no price" : "no bound",
               is_last ? "take `up_to` away, or add a tier with the price beyond" : "write `up_to: 100`"});
    return made;
  }
  if (bound == nullptr) return made;
  made.up_to = read_units(in, *bound, "the bound of a tier", per);
  if (made.up_to && !before.empty() && before.back().up_to && *made.up_to <= *before.back().up_to) {
    in.report(fault::bounds_contradict, bound->place,
              {"the bounds of tiers ascend", "not above the tier before", "order the tiers by `up_to`"});
  }
  return made;
}

std::vector<price_tier> read_tiers(scope& in, const node& at, names what, measure per) {
  std::vector<price_tier> made;
  const auto* items = list_items(in, at, what);
  if (items == nullptr) return {price_tier{}};
  if (items->empty() || items->size() > most_tiers) {
    in.report(items->empty() ? fault::missing_value : fault::out_of_range, at.place,
              {fmt::format("{} has from 1 to {} tiers", what, most_tiers),
               fmt::format("these are {}", items->size()), "write `[{up_to: 100, price: 6}, {price: 4}]`"});
    return {price_tier{}};
  }
  for (const node& item : *items) made.push_back(read_tier(in, item, per, &item == &items->back(), made));
  return made;
}

price_form read_package(scope& in, const mapping& keys, const node& size, measure per) {
  package_price made;
  made.price = read_price_of(in, keys, "write `price: 5`, in credits for each package");
  made.size = read_units(in, size, "the size of a package", per).value_or(1);
  return made;
}

}  // namespace

price_form read_price_form(scope& in, const node& at, measure per) {
  if (at.kind != node_kind::mapping) return read_price(in, at, "the price").value_or(unit_price{});
  const bool is_by_value = std::any_of(at.entries.begin(), at.entries.end(),
                                       [](const entry& one) { return one.key.text == "by"; });
  if (is_by_value) return read_by_value(in, at);
  const mapping keys(in, at, {"a price", form_keys, none});
  std::vector<names> forms;
  for (const names form : {"graduated", "volume", "package"})
    if (keys.has(form)) forms.push_back(form);
  if (forms.size() != 1) {
    in.report(forms.empty() ? fault::missing_key : fault::keys_exclude, at.place,
              {"a price is a number, or one of `by`, `graduated`, `volume` and `package`",
               forms.empty() ? "none of them is here" : "more than one of them",
               "write `price: 10`, or `price: {graduated: [{up_to: 100, price: 6}, {price: 4}]}`"});
    return unit_price{};
  }
  const node* form = keys.find(forms.front());
  if (form == nullptr) return unit_price{};
  if (forms.front() == "package") return read_package(in, keys, *form, per);
  if (keys.has("price")) {
    in.report(fault::misplaced_key, keys.place_of("price"),
              {fmt::format("`price` has no place beside `{}`", forms.front()), "each tier has its own",
               "write it into the last tier"});
  }
  auto tiers = read_tiers(in, *form, fmt::format("`{}`", forms.front()), per);
  if (forms.front() == "volume") return volume_price{std::move(tiers)};
  return graduated_price{std::move(tiers)};
}

}  // namespace drawdown::language
