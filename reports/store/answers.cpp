#include "reports/store/answers.hpp"

#include <algorithm>

#include "engine/time/text.hpp"
#include "engine/world/event_kind.hpp"

namespace drawdown::reports {

namespace {

std::string text_of(bool value) {
  return value ? "true" : "false";
}

// A purchase with a bonus, a plan for each user and a refund make several lots under one key.
std::vector<const lot_record*> lots_under(const account_history& history, const effect_key& key) {
  std::vector<const lot_record*> found;
  for (const auto& [id, lot] : history.lots())
    if (lot.made.key == key) found.push_back(&lot);
  return found;
}

credits part_of(const lot_record& lot, lot_part which) {
  switch (which) {
    case lot_part::left:
      return lot.left();
    case lot_part::held:
      return lot.held;
    case lot_part::granted:
      return lot.made.amount;
    case lot_part::refilled:
      return lot.refilled;
    case lot_part::used:
      return lot.used;
    case lot_part::expired:
      return lot.expired;
    case lot_part::revoked:
      return lot.revoked;
  }
  throw defect("part_of: a part of a lot that is none");
}

credits part_of(const hold_record& hold, hold_part which) {
  switch (which) {
    case hold_part::left:
      return hold.left();
    case hold_part::amount:
      return hold.placed.amount;
    case hold_part::captured:
      return hold.captured;
    case hold_part::released:
      return hold.released;
  }
  throw defect("part_of: a part of a hold that is none");
}

credits part_of(const estimate_event& estimate, estimate_part which) {
  switch (which) {
    case estimate_part::total:
      return estimate.total;
    case estimate_part::available:
      return estimate.available;
    case estimate_part::after:
      return estimate.after;
    case estimate_part::missing:
      return estimate.missing;
    case estimate_part::brings:
      return estimate.brings;
  }
  throw defect("part_of: a part of an estimate that is none");
}

std::string plan_text(const world& in, plan_index plan) {
  return plan == no_plan ? std::string(nothing_there) : in.catalog.plans.at(plan).name;
}

std::string users_text(const world& in, const std::vector<user_index>& users) {
  std::string text;
  for (const user_index user : users) text += (text.empty() ? "" : ", ") + in.users.at(user);
  return text.empty() ? std::string(nothing_there) : text;
}

std::string text_of_part(const world& in, const expected_subscription& asked,
                         const subscription_figures& seen) {
  switch (asked.which) {
    case subscription_part::state:
      return std::string(drawdown::name_of(seen.state));
    case subscription_part::plan:
      return plan_text(in, seen.plan);
    case subscription_part::next_plan:
      return plan_text(in, seen.next_plan);
    case subscription_part::renews:
      return seen.renews.is_never() ? "never" : to_string(seen.renews);
    case subscription_part::cancels:
      return text_of(seen.cancels);
    case subscription_part::units:
      return std::to_string(asked.add_on < seen.units.size() ? seen.units[asked.add_on] : 0);
    case subscription_part::users:
      return users_text(in, seen.users);
  }
  throw defect("text_of_part: a part of a subscription that is none");
}

// The state of an account at an event at which an expectation looks.
struct answer_finder {
  const world& in;
  account_index account;
  const account_history& history;
  const figures_event& seen;
  agent_index agent;  // that is asked about, or no_agent
  const std::map<std::pair<agent_index, std::string_view>, std::uint64_t>& counts;
  const std::map<effect_key, std::optional<outcome>>& first_outcomes;
  const std::map<agent_index, std::deque<history_entry>>& lines;

  std::string operator()(const expected_figure& item) const {
    if (item.which == figure::agent_spent) return to_string(seen.agent_spent);
    if (item.which == figure::agent_counted) return to_string(seen.agent_spent + seen.agent_held);
    return to_string(value_of(item.which, seen.account));
  }
  std::string operator()(const expected_stopped&) const { return text_of(seen.agent_stopped); }
  std::string operator()(const expected_last&) const {
    return word_of(agent == no_agent ? history.last_outcome() : history.last_outcome_of(agent));
  }
  std::string operator()(const expected_count& item) const {
    const auto found = counts.find({agent, item.kind});
    return std::to_string(found == counts.end() ? 0 : found->second);
  }
  std::string operator()(const expected_outcome& item) const { return word_of(first_outcomes.at(item.key)); }
  std::string operator()(const expected_lot& item) const {
    const auto lots = lots_under(history, item.key);
    if (lots.empty()) return std::string(nothing_there);
    credits sum;
    for (const lot_record* lot : lots) sum += part_of(*lot, item.which);
    return to_string(sum);
  }
  std::string operator()(const expected_lot_end& item) const {
    const auto lots = lots_under(history, item.key);
    if (lots.empty()) return std::string(nothing_there);
    return text_of(std::ranges::all_of(lots, [](const lot_record* lot) { return lot->ended.has_value(); }));
  }
  std::string operator()(const expected_hold& item) const {
    const hold_record* hold = hold_under(item.key);
    return hold == nullptr ? std::string(nothing_there) : to_string(part_of(*hold, item.which));
  }
  std::string operator()(const expected_hold_state& item) const {
    const hold_record* hold = hold_under(item.key);
    return std::string(hold == nullptr ? nothing_there : hold->state);
  }
  std::string operator()(const expected_line& item) const {
    const auto& newest = lines.at(agent);
    if (item.position() > newest.size()) return std::string(nothing_there);
    return text_of_line(item, newest[item.position() - 1]);
  }

  std::string operator()(const expected_subscription& item) const {
    return text_of_part(in, item, seen.subscription);
  }
  std::string operator()(const expected_suspended&) const { return text_of(seen.suspended); }
  std::string operator()(const expected_payment& item) const {
    const payment_record* payment = history.payments().under(item.key);
    return std::string(payment == nullptr ? nothing_there : drawdown::name_of(payment->how_far()));
  }
  std::string operator()(const expected_invoice& item) const {
    const payment_record* payment = history.payments().under(item.key);
    const bool is_there = payment != nullptr && payment->invoice;
    return std::string(is_there ? drawdown::name_of(payment->invoice->state) : nothing_there);
  }
  std::string operator()(const expected_estimate& item) const {
    const auto found = history.estimates().find(item.key);
    return found == history.estimates().end() ? std::string(nothing_there)
                                              : to_string(part_of(found->second, item.which));
  }
  std::string operator()(const expected_quote& item) const {
    const auto found = history.quotes().find(item.key);
    if (found == history.quotes().end()) return std::string(nothing_there);
    const money part = item.which == quote_part::now ? found->second.now : found->second.per_cycle;
    return to_string(part, in.catalog.unit);
  }

  static std::string word_of(const std::optional<outcome>& found) {
    return std::string(found ? drawdown::name_of(*found) : nothing_there);
  }
  const hold_record* hold_under(const effect_key& key) const {
    const auto id = history.hold_under(key);
    return id ? &history.holds().at(*id - 1) : nullptr;
  }
  std::string text_of_line(const expected_line& asked, const history_entry& line) const {
    return reports::text_of(in, account, asked, line);
  }
};

}  // namespace

expectations_by_account by_account(const std::vector<expectation>& all) {
  expectations_by_account sorted;
  for (std::size_t i = 0; i < all.size(); ++i) sorted[all[i].account].push_back(i);
  return sorted;
}

account_answers::account_answers(const world& in, account_index account,
                                 const std::vector<std::size_t>& asked)
    : in_(in), account_(account) {
  for (const std::size_t i : asked) {
    const expectation& each = in_.expectations[i];
    for (const expected_item& item : each.items) {
      if (const auto* outcome = std::get_if<expected_outcome>(&item.what)) first_outcomes_[outcome->key];
      if (const auto* line = std::get_if<expected_line>(&item.what)) {
        std::uint64_t& wanted = lines_wanted_[each.agent];
        wanted = std::max(wanted, line->position());
        lines_[each.agent];
      }
    }
  }
}

void account_answers::take(const account_history& history, const event& next, const event_columns& row) {
  // What an expectation sees is what came before it, its own event apart.
  if (const auto* seen = std::get_if<figures_event>(&next.body)) answer(history, *seen);
  count(next, row);
  remember_line(history, next, row);
  remember_answer(history);
}

void account_answers::count(const event& next, const event_columns& row) {
  const std::string_view kind = kind_of(next);
  ++counts_[{no_agent, kind}];
  if (row.agent) ++counts_[{*row.agent, kind}];
}

void account_answers::remember_line(const account_history& history, const event& next,
                                    const event_columns& row) {
  if (!row.entry || lines_.empty()) return;
  const history_entry line{*row.entry, kind_of(next), row.change, history.balance(), history.debt_change(),
                           row.key,    row.of_key,    row.agent};
  keep(no_agent, line);
  if (row.agent) keep(*row.agent, line);
}

void account_answers::keep(agent_index whose, const history_entry& line) {
  const auto kept = lines_.find(whose);
  if (kept == lines_.end()) return;
  kept->second.push_front(line);
  if (kept->second.size() > lines_wanted_.at(whose)) kept->second.pop_back();
}

void account_answers::remember_answer(const account_history& history) {
  if (!history.answered()) return;
  const auto named = first_outcomes_.find(history.answered()->key);
  if (named != first_outcomes_.end() && !named->second) named->second = history.answered()->result;
}

void account_answers::answer(const account_history& history, const figures_event& seen) {
  if (seen.expectation >= in_.expectations.size()) return;
  const expectation& asked = in_.expectations[seen.expectation];
  if (asked.account != account_) return;
  const answer_finder find{in_, account_, history, seen, asked.agent, counts_, first_outcomes_, lines_};
  expectation_answer& made = answers_[seen.expectation];
  made.number = history.number();
  for (const expected_item& item : asked.items) made.actual.push_back(std::visit(find, item.what));
}

const expectation_answer* expectation_answers::to(std::size_t expectation) const {
  const auto found = answers_.find(expectation);
  return found == answers_.end() ? nullptr : &found->second;
}

}  // namespace drawdown::reports
