#include "reports/store/expected_text.hpp"

#include <fmt/format.h>

namespace drawdown::reports {

namespace {

std::string text_of(bool value) {
  return value ? "true" : "false";
}

std::string agent_name(const world& in, account_index account, const std::optional<agent_index>& agent) {
  return agent ? in.accounts.at(account).agents.at(*agent).name : std::string(nothing_there);
}

// The parts of a line that are named, with their values: `captured, credits -42, balance 58`.
std::string line_text(const world& in, account_index account, const expected_line& named,
                      std::string_view kind, const expected_line& values) {
  std::string text;
  const auto add = [&](std::string_view part, std::string_view value) {
    if (!text.empty()) text += ", ";
    text += part.empty() ? std::string(value) : fmt::format("{} {}", part, value);
  };
  if (!named.kind.empty()) add("", kind);
  if (named.change) add("credits", to_string(*values.change));
  if (named.balance) add("balance", to_string(*values.balance));
  if (named.debt) add("debt", to_string(*values.debt));
  if (named.key) add("key", values.key ? key_text(in, account, *values.key) : std::string(nothing_there));
  if (named.agent) add("agent", agent_name(in, account, values.agent));
  return text;
}

// What sort of thing each item is.
struct item_teller {
  const world& in;
  account_index account;

  item_text operator()(const expected_figure& item) const {
    return {"figure", {}, std::string(drawdown::name_of(item.which)), to_string(item.value)};
  }
  item_text operator()(const expected_stopped& item) const {
    return {"stopped", {}, "stopped", text_of(item.stopped)};
  }
  item_text operator()(const expected_last& item) const {
    return {"last", {}, "last", std::string(drawdown::name_of(item.result))};
  }
  item_text operator()(const expected_count& item) const {
    return {"count", {}, item.kind, std::to_string(item.count)};
  }
  item_text operator()(const expected_outcome& item) const {
    return {"outcome", key_of(item.key), "outcome", std::string(drawdown::name_of(item.result))};
  }
  item_text operator()(const expected_lot& item) const {
    return {"lot", key_of(item.key), std::string(drawdown::name_of(item.which)), to_string(item.value)};
  }
  item_text operator()(const expected_lot_end& item) const {
    return {"lot", key_of(item.key), "ended", text_of(item.ended)};
  }
  item_text operator()(const expected_hold& item) const {
    return {"hold", key_of(item.key), std::string(drawdown::name_of(item.which)), to_string(item.value)};
  }
  item_text operator()(const expected_hold_state& item) const {
    return {"hold", key_of(item.key), "state", std::string(drawdown::name_of(item.state))};
  }
  item_text operator()(const expected_line& item) const {
    return {"history", std::to_string(item.position()), "line",
            line_text(in, account, item, item.kind, item)};
  }

  item_text operator()(const expected_subscription& item) const {
    const bool of_add_on = item.which == subscription_part::units && item.add_on != no_add_on;
    return {"subscription", of_add_on ? in.catalog.add_ons.at(item.add_on).name : std::string(),
            std::string(drawdown::name_of(item.which)), item.value};
  }
  item_text operator()(const expected_suspended& item) const {
    return {"suspended", {}, "suspended", text_of(item.suspended)};
  }
  item_text operator()(const expected_payment& item) const {
    return {"payment", key_of(item.key), "state", std::string(drawdown::name_of(item.state))};
  }
  item_text operator()(const expected_invoice& item) const {
    return {"invoice", key_of(item.key), "state", std::string(drawdown::name_of(item.state))};
  }
  item_text operator()(const expected_estimate& item) const {
    return {"estimate", key_of(item.key), std::string(drawdown::name_of(item.which)), to_string(item.value)};
  }
  item_text operator()(const expected_quote& item) const {
    return {"quote", key_of(item.key), std::string(drawdown::name_of(item.which)),
            to_string(item.value, in.catalog.unit)};
  }

  std::string key_of(const effect_key& key) const { return key_text(in, account, key); }
};

}  // namespace

item_text text_of(const world& in, account_index account, const expected_body& item) {
  return std::visit(item_teller{in, account}, item);
}

item_text text_of(const expected_total& total) {
  if (const auto* f = std::get_if<expected_figure>(&total.what))
    return {"total", {}, std::string(drawdown::name_of(f->which)), to_string(f->value)};
  if (const auto* f = std::get_if<expected_flow>(&total.what))
    return {"total", {}, std::string(drawdown::name_of(f->which)), to_string(f->value)};
  if (const auto* p = std::get_if<expected_payments>(&total.what))
    return {"total", {}, p->only_recharges ? "recharges" : "top_ups", std::to_string(p->count)};
  const auto& count = std::get<expected_count>(total.what);
  return {"total", "events", count.kind, std::to_string(count.count)};
}

std::string text_of(const world& in, account_index account, const expected_line& asked,
                    const history_entry& line) {
  expected_line values;
  values.change = line.change;
  values.balance = line.balance;
  values.debt = line.debt;
  values.key = asked.key && asked.key == line.of_key ? line.of_key : line.key;
  values.agent = line.agent;
  // Where neither is meant, both are told: a line may be asked for by either.
  const bool is_meant = asked.kind == line.entry || asked.kind == line.kind;
  const std::string kind = is_meant                  ? asked.kind
                           : line.entry == line.kind ? std::string(line.kind)
                                                     : fmt::format("{} (event {})", line.entry, line.kind);
  return line_text(in, account, asked, kind, values);
}

}  // namespace drawdown::reports
