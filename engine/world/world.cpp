#include "engine/world/world.hpp"

#include <fmt/format.h>

#include "engine/units/words.hpp"
#include "engine/world/usage_feed.hpp"

namespace drawdown {

namespace {

constexpr word_table<payout_every, 4> payout_words{{"never", "day", "week", "month"}};

}  // namespace

std::string_view name_of(payout_every every) {
  return payout_words.of(every);
}

std::optional<payout_every> payout_named(std::string_view word) {
  return payout_words.named(word);
}

sold_catalog sold_at(const world& in, account_index account, instant at) {
  const std::vector<catalog_version>& own = in.accounts.at(account).own_prices;
  const std::vector<catalog_version>& versions = own.empty() ? in.versions : own;
  sold_catalog sold{&in.catalog, 0, instant::never()};
  for (const catalog_version& next : versions) {
    if (next.effective > at) {
      sold.until = next.effective;
      break;
    }
    sold.terms = &next.terms;
    ++sold.version;
  }
  return sold;
}

std::string key_text(const world& in, account_index account, const effect_key& key) {
  switch (key.from) {
    case effect_key::space::given:
      if ((key.number & hashed_key_bit) != 0) return fmt::format("key-{:016x}", key.number & ~hashed_key_bit);
      return in.key_names.at(key.number);
    case effect_key::space::timeline:
      return key.owner == 0 ? fmt::format("step-{}", key.number) : fmt::format("grant-{}", key.owner);
    case effect_key::space::agent:
      return fmt::format("{}-{}", in.accounts.at(account).agents.at(key.owner).name, key.number);
    case effect_key::space::file:
      return fmt::format("{}:{}", in.usage_files.at(key.owner), key.number);
    case effect_key::space::recharge:
      return fmt::format("recharge-{}", key.number);
    case effect_key::space::cycle:
      return key.number == 0 ? std::string("plan") : fmt::format("cycle-{}", key.number);
    case effect_key::space::overage:
      return fmt::format("overage-{}", key.number);
  }
  throw defect("key_text: a space of keys that is none");
}

}  // namespace drawdown
