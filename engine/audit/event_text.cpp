#include "engine/audit/event_text.hpp"

#include <fmt/format.h>

#include "engine/time/text.hpp"

namespace drawdown {
namespace {

struct writer {
  const world& in;
  account_index account;

  std::string key(const effect_key& k) const { return key_text(in, account, k); }
  std::string agent(agent_index a) const {
    return a == no_agent ? std::string("no agent") : in.accounts[account].agents[a].name;
  }
  std::string price(money m) const { return to_string(m, in.catalog.unit); }
  static std::string amount(const figures& f, lot_kind kind) {
    return fmt::format("{} {}", name_of(kind), to_string(f.of(kind)));
  }

  std::string operator()(const usage_event& e) const {
    std::string slices;
    for (const slice& s : e.slices)
      slices += fmt::format("{}lot {}: {}", slices.empty() ? "" : ", ", s.lot, to_string(s.amount));
    return fmt::format("usage {} of {} {} by {}{}: {} {} ({}), balance {}", key(e.key), e.quantity,
                       in.catalog.meters[e.meter].name, agent(e.agent), e.repeated ? " again" : "",
                       name_of(e.result), to_string(e.amount), slices.empty() ? "no lot" : slices,
                       to_string(e.balance));
  }
  std::string operator()(const lot_event& e) const {
    return fmt::format(
        "lot {} {}: {} {} (key {}, payment {}, created {}, effective {}, expires {}, priority {}, cost {}), "
        "balance {}",
        e.lot, name_of(e.result), to_string(e.amount), name_of(e.kind), key(e.key), e.payment,
        to_string(e.created), to_string(e.effective), to_string(e.expires), e.priority, price(e.cost),
        to_string(e.balance));
  }
  std::string operator()(const lot_end_event& e) const {
    return fmt::format("lot {} ended: {} expired, balance {}", e.lot, to_string(e.expired),
                       to_string(e.balance));
  }
  std::string operator()(const command_event& e) const {
    constexpr const char* names[] = {"top-up", "grant", "change"};
    return fmt::format("{} {}: {}{}", names[static_cast<std::size_t>(e.of)], key(e.key), name_of(e.result),
                       e.repeated ? " (again)" : "");
  }
  std::string operator()(const charge_event& e) const {
    return fmt::format("{} of {} for {} credits: payment {} ({}), attempt {} at {}",
                       e.recharge ? "recharge" : "charge", price(e.amount), to_string(e.brings), e.payment,
                       key(e.key), e.attempt, in.gateways[e.gateway].name);
  }
  std::string operator()(const heard_event& e) const {
    const char* what = e.is_answer ? "an answer" : "a notice";
    return fmt::format("heard {}{}: payment {} ({}), attempt {} {} (reason {}): {}", what,
                       e.by_hand ? " by hand" : "", e.payment, key(e.key), e.attempt, name_of(e.answer),
                       e.reason, name_of(e.effect));
  }
  std::string operator()(const recharge_failed_event& e) const {
    const auto why = e.declined ? fmt::format("declined (reason {})", e.reason) : std::string(name_of(e.why));
    return fmt::format("auto-recharge failed: payment {}, {}", e.payment, why);
  }
  std::string operator()(const recharge_off_event& e) const {
    return fmt::format("auto-recharge switched off after payment {}", e.payment);
  }
  std::string operator()(const figures_event& e) const {
    const figures& f = e.account;
    return fmt::format("figures for expectation {}: {}, {}, {}, {}, {}, held {}, debt {}; {} spent {}{}",
                       e.expectation, amount(f, lot_kind::free), amount(f, lot_kind::plan),
                       amount(f, lot_kind::addon), amount(f, lot_kind::adjustment), amount(f, lot_kind::paid),
                       to_string(f.held), to_string(f.debt), agent(e.agent), to_string(e.agent_spent),
                       e.agent_stopped ? ", stopped" : "");
  }
};

}  // namespace

std::string event_text(const world& in, account_index account, const event& e) {
  return fmt::format("{} {}", to_string(e.at), std::visit(writer{in, account}, e.body));
}

}  // namespace drawdown
