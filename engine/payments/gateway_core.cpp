#include "engine/payments/gateway_core.hpp"

#include <algorithm>
#include <string>

#include "engine/draws/stream.hpp"

namespace drawdown {
namespace {

// The draws of one attempt's notices, by number (R14.7: never renumbered).
enum class notice_draw : std::uint16_t { lost, doubled, first_delay, second_delay };

// The path of names that a payment's draws depend on. A payment whose key comes from its place in the file
// goes by its number in its account, so that a step more in the file changes no draw of another account.
std::string name_path(const world& in, account_index account, const gateway_spec& gateway,
                      const charge& asked) {
  const bool by_place = asked.key.from == effect_key::space::timeline;
  const std::string payment =
      by_place ? "payment-" + std::to_string(asked.payment) : key_text(in, account, asked.key);
  return gateway.name + '/' + in.accounts[account].name + '/' + payment;
}

// Everything that is drawn for one attempt.
class attempt_draws {
 public:
  attempt_draws(const world& in, account_index account, const gateway_spec& gateway, const charge& asked)
      : seed_(in.seed), entity_(entity_of(name_path(in, account, gateway, asked))), attempt_(asked.attempt) {}

  bool chance(draw_stream of, parts_per_million rate, notice_draw draw = notice_draw::lost) const {
    return stream(seed_, of).chance(rate, place(draw));
  }
  std::uint64_t below(draw_stream of, std::uint64_t count) const {
    return stream(seed_, of).uniform_below(count, place(notice_draw::lost));
  }
  duration delay(const gateway_spec& gateway, notice_draw draw) const {
    const stream notices(seed_, draw_stream::gateway_notice);
    return duration::from_us(notices.between(gateway.delay_min.us(), gateway.delay_max.us(), place(draw)));
  }

 private:
  draw_place place(notice_draw draw) const { return {entity_, attempt_, static_cast<std::uint16_t>(draw)}; }

  std::uint64_t seed_;
  std::uint64_t entity_;
  std::uint64_t attempt_;
};

payment_answer decide(const gateway_spec& gateway, const charge& asked, const attempt_draws& draws) {
  const auto& card = asked.method.card;
  if (!card.empty()) {
    const std::size_t n = std::min<std::size_t>(asked.attempts_before, card.size() - 1);
    return card[n] == card_answer::ok ? payment_answer::succeeded : payment_answer::declined;
  }
  return draws.chance(draw_stream::gateway_decline, gateway.decline_rate) ? payment_answer::declined
                                                                          : payment_answer::succeeded;
}

// When the gateway decides: after its latency, which begins when an outage is over.
instant decided_at(const gateway_spec& gateway, instant asked_at) {
  const duration latency = std::max(gateway.latency, duration::from_us(1));
  for (const outage& down : gateway.outages)
    if (down.from <= asked_at && asked_at < down.until) return down.until + latency;
  return asked_at + latency;
}

}  // namespace

script gateway_script(const world& in, account_index account, const charge& asked) {
  const gateway_spec& gateway = in.gateways[asked.method.gateway];
  const attempt_draws draws(in, account, gateway, asked);
  const payment_answer outcome = decide(gateway, asked, draws);
  const instant decided = decided_at(gateway, asked.at);
  const std::uint16_t reason =
      outcome == payment_answer::declined
          ? static_cast<std::uint16_t>(draws.below(draw_stream::gateway_reason, gateway.reasons.size()))
          : std::uint16_t{0};

  script told{asked, {}};
  const duration patience = std::max(gateway.timeout, duration::from_us(1));
  if (decided > asked.at + patience)
    told.notices.push_back(
        {asked.at + patience, asked.payment, asked.attempt, 0, payment_answer::timed_out, 0});
  else
    told.notices.push_back({decided, asked.payment, asked.attempt, 0, outcome, reason});

  const auto arrives = [&](notice_draw draw) {
    const auto number = static_cast<std::uint32_t>(told.notices.size());
    told.notices.push_back(
        {decided + draws.delay(gateway, draw), asked.payment, asked.attempt, number, outcome, reason});
  };
  if (draws.chance(draw_stream::gateway_notice, gateway.lost_rate, notice_draw::lost)) return told;
  arrives(notice_draw::first_delay);
  if (draws.chance(draw_stream::gateway_notice, gateway.duplicate_rate, notice_draw::doubled))
    arrives(notice_draw::second_delay);
  return told;
}

}  // namespace drawdown
