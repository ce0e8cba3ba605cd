#include <fmt/format.h>

#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {
namespace {

using items = std::vector<expected_item>;

// How many items from `first` on are of one of these types.
template <class... Bodies>
std::size_t run_of(const items& all, std::size_t first) {
  std::size_t count = 0;
  while (first + count < all.size() && (std::holds_alternative<Bodies>(all[first + count].what) || ...))
    ++count;
  return count;
}

std::string number(std::uint64_t count) {
  return fmt::format("{}", count);
}

std::string line_text(const world& in, account_index account, const expected_line& line) {
  flow_mapping made;
  if (!line.kind.empty()) made.add("kind", scalar(line.kind));
  if (line.change) made.add("credits", to_string(*line.change));
  if (line.balance) made.add("balance", to_string(*line.balance));
  if (line.debt) made.add("debt", to_string(*line.debt));
  if (line.key) made.add("key", scalar(key_text(in, account, *line.key)));
  if (line.agent) made.add("agent", scalar(in.accounts[account].agents[*line.agent].name));
  return made.text();
}

// Writes the items of one expectation; what stands under one key there stands together.
class expectation_writer {
 public:
  expectation_writer(const world& in, const expectation& asked) : in_(in), asked_(asked), all_(asked.items) {}

  flow_mapping write() {
    while (at_ < all_.size()) std::visit(*this, all_[at_].what);
    return std::move(made_);
  }

  void operator()(const expected_figure& item) { single(name_of(item.which), to_string(item.value)); }
  void operator()(const expected_stopped& item) { single("stopped", text_of(item.stopped)); }
  void operator()(const expected_last& item) { single("last", std::string(name_of(item.result))); }
  void operator()(const expected_count&);
  void operator()(const expected_outcome&);
  void operator()(const expected_lot&) { lots(); }
  void operator()(const expected_lot_end&) { lots(); }
  void operator()(const expected_hold&) { holds(); }
  void operator()(const expected_hold_state&) { holds(); }
  void operator()(const expected_line&);
  void operator()(const expected_subscription&);
  void operator()(const expected_suspended& item) { single("suspended", text_of(item.suspended)); }
  void operator()(const expected_payment&) { states<expected_payment>("payments"); }
  void operator()(const expected_invoice&) { states<expected_invoice>("invoices"); }
  void operator()(const expected_estimate&) {
    parts<expected_estimate>("estimate", [](const expected_estimate& one) { return to_string(one.value); });
  }
  void operator()(const expected_quote&) {
    parts<expected_quote>("quote", [this](const expected_quote& one) { return money_text(one.value, in_); });
  }

 private:
  void single(std::string_view key, const std::string& value) {
    made_.add(key, value);
    ++at_;
  }
  void lots();
  void holds();

  // A run of items that each name a thing and its state.
  template <class Item>
  void states(std::string_view key) {
    flow_mapping made;
    for (std::size_t left = run_of<Item>(all_, at_); left > 0; --left, ++at_) {
      const auto& one = std::get<Item>(all_[at_].what);
      made.add(key_of(one.key), name_of(one.state));
    }
    made_.add(key, made.text());
  }

  // A run of items that each name a thing and a part of it.
  template <class Item, class Text>
  void parts(std::string_view key, const Text& text) {
    flow_mapping made;
    std::size_t left = run_of<Item>(all_, at_);
    while (left > 0) {
      const effect_key of = std::get<Item>(all_[at_].what).key;
      flow_mapping one;
      for (; left > 0 && std::get<Item>(all_[at_].what).key == of; --left, ++at_) {
        const auto& item = std::get<Item>(all_[at_].what);
        one.add(name_of(item.which), text(item));
      }
      made.add(key_of(of), one.text());
    }
    made_.add(key, made.text());
  }

  std::string key_of(const effect_key& key) const { return key_text(in_, asked_.account, key); }

  const world& in_;
  const expectation& asked_;
  const items& all_;
  std::size_t at_ = 0;
  flow_mapping made_;
};

void expectation_writer::operator()(const expected_count&) {
  flow_mapping events;
  for (std::size_t left = run_of<expected_count>(all_, at_); left > 0; --left, ++at_) {
    const auto& one = std::get<expected_count>(all_[at_].what);
    events.add(one.kind, number(one.count));
  }
  made_.add("events", events.text());
}

void expectation_writer::operator()(const expected_outcome&) {
  flow_mapping outcomes;
  for (std::size_t left = run_of<expected_outcome>(all_, at_); left > 0; --left, ++at_) {
    const auto& one = std::get<expected_outcome>(all_[at_].what);
    outcomes.add(key_of(one.key), name_of(one.result));
  }
  made_.add("outcomes", outcomes.text());
}

void expectation_writer::lots() {
  flow_mapping lots;
  flow_mapping parts;
  std::optional<effect_key> open;
  const auto close = [&] {
    if (open) lots.add(key_of(*open), parts.text());
    parts = {};
  };
  for (std::size_t left = run_of<expected_lot, expected_lot_end>(all_, at_); left > 0; --left, ++at_) {
    const auto* part = std::get_if<expected_lot>(&all_[at_].what);
    const effect_key& key = part != nullptr ? part->key : std::get<expected_lot_end>(all_[at_].what).key;
    if (open != key) close();
    open = key;
    if (part != nullptr) {
      parts.add(name_of(part->which), to_string(part->value));
    } else {
      parts.add("ended", text_of(std::get<expected_lot_end>(all_[at_].what).ended));
    }
  }
  close();
  made_.add("lots", lots.text());
}

void expectation_writer::holds() {
  flow_mapping holds;
  flow_mapping parts;
  std::optional<effect_key> open;
  const auto close = [&] {
    if (open) holds.add(key_of(*open), parts.text());
    parts = {};
  };
  for (std::size_t left = run_of<expected_hold, expected_hold_state>(all_, at_); left > 0; --left, ++at_) {
    const auto* part = std::get_if<expected_hold>(&all_[at_].what);
    const effect_key& key = part != nullptr ? part->key : std::get<expected_hold_state>(all_[at_].what).key;
    if (open != key) close();
    open = key;
    if (part != nullptr) {
      parts.add(name_of(part->which), to_string(part->value));
    } else {
      parts.add("state", name_of(std::get<expected_hold_state>(all_[at_].what).state));
    }
  }
  close();
  made_.add("holds", holds.text());
}

void expectation_writer::operator()(const expected_line& first) {
  flow_list lines;
  for (std::size_t left = run_of<expected_line>(all_, at_); left > 0; --left, ++at_)
    lines.add(line_text(in_, asked_.account, std::get<expected_line>(all_[at_].what)));
  if (first.size == 0) {
    made_.add("history", lines.text());
    return;
  }
  flow_mapping page;
  page.add("page", number(first.page)).add("size", number(first.size)).add("lines", lines.text());
  made_.add("history", page.text());
}

void expectation_writer::operator()(const expected_subscription&) {
  flow_mapping made;
  flow_mapping units;
  const std::size_t end = at_ + run_of<expected_subscription>(all_, at_);
  for (; at_ < end; ++at_) {
    const auto& one = std::get<expected_subscription>(all_[at_].what);
    const auto* next = at_ + 1 < end ? &std::get<expected_subscription>(all_[at_ + 1].what) : nullptr;
    if (one.which == subscription_part::units) {
      units.add(in_.catalog.add_ons[one.add_on].name, one.value);
      if (next != nullptr && next->which == subscription_part::units) continue;
      made.add(name_of(one.which), units.text());
      units = {};
    } else if (one.which == subscription_part::users) {
      made.add(name_of(one.which), one.value == "none" ? "[]" : '[' + one.value + ']');
    } else {
      made.add(name_of(one.which), scalar(one.value));
    }
  }
  made_.add("subscription", made.text());
}

std::string totals_text(const world& in) {
  flow_mapping totals;
  flow_mapping events;
  for (const expected_total& one : in.totals) {
    if (const auto* counted = std::get_if<expected_count>(&one.what)) {
      events.add(counted->kind, number(counted->count));
    } else if (const auto* flow = std::get_if<expected_flow>(&one.what)) {
      totals.add(name_of(flow->which), to_string(flow->value));
    } else if (const auto* payments = std::get_if<expected_payments>(&one.what)) {
      totals.add(payments->only_recharges ? "recharges" : "top_ups", number(payments->count));
    } else {
      const auto& asked = std::get<expected_figure>(one.what);
      totals.add(name_of(asked.which), to_string(asked.value));
    }
  }
  if (!events.is_empty()) totals.add("events", events.text());
  return totals.text();
}

}  // namespace

flow_mapping expected_mapping(const world& in, const expectation& asked) {
  return expectation_writer(in, asked).write();
}

void write_expect_at_end(const world& in, block_writer& out) {
  // Those of an account's agents stand behind its own, and those of an account together.
  std::vector<const expectation*> asked;
  for (const expectation& one : in.expectations) {
    if (one.at_end) asked.push_back(&one);
  }
  if (asked.empty() && in.totals.empty()) return;
  out.open(0, "expect");
  if (!asked.empty()) out.open(1, "accounts");
  for (std::size_t i = 0; i < asked.size();) {
    const account_spec& account = in.accounts[asked[i]->account];
    flow_mapping made;
    flow_mapping agents;
    for (const account_index of = asked[i]->account; i < asked.size() && asked[i]->account == of; ++i) {
      if (asked[i]->agent == no_agent) {
        made = expected_mapping(in, *asked[i]);
      } else {
        agents.add(account.agents[asked[i]->agent].name, expected_mapping(in, *asked[i]).text());
      }
    }
    if (!agents.is_empty()) made.add("agents", agents.text());
    out.add(2, account.name, made.text());
  }
  if (!in.totals.empty()) out.add(1, "totals", totals_text(in));
}

}  // namespace drawdown::language
