#include "engine/invariants/checker.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/ledger/postings.hpp"
#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::invariants {
namespace {

using finding = std::optional<breach>;

template <class... Arguments>
finding broken(const char* rule, fmt::format_string<Arguments...> text, Arguments&&... arguments) {
  return breach{rule, fmt::format(text, std::forward<Arguments>(arguments)...)};
}

std::string text_of(credits amount) {
  return to_string(amount);
}

}  // namespace

checker::checker(std::shared_ptr<const world> in, account_index account)
    : world_(std::move(in)), account_(account) {
  const account_spec& spec = world_->accounts[account];
  period_end_ = next_month(world_->start, world_->zones[spec.zone]);
  for (const agent_spec& agent : spec.agents) agents_.push_back({agent.policy, agent.monthly_limit, {}});
}

finding checker::see(const event& next) {
  if (auto found = check_sequence(next)) return found;
  last_ = next.at;
  turn_periods(next.at);
  // The books are kept first: a lot that ends is still known then.
  if (auto found = check_books(next)) return found;
  return std::visit([&](const auto& body) { return check(next.at, body); }, next.body);
}

// R2.4: events ascend; a lot ends before all else of its end instant, the lower id first, so that nothing is
// taken from it then (R2.1); and what a payment brings follows the notice of its success at once (R14.4).
finding checker::check_sequence(const event& next) const {
  if (next.at < last_)
    return broken("R2.4", "an event at {} follows one at {}", to_string(next.at), to_string(last_));
  if (!ends_.empty() && ends_.begin()->first <= next.at) {
    const auto& [at, lot] = *ends_.begin();
    const auto* ended = std::get_if<lot_end_event>(&next.body);
    if (ended == nullptr || ended->lot != lot)
      return broken("R2.1", "lot {} ends at {}, and something else happens first", lot, to_string(at));
  }
  if (succeeded_ != 0) {
    const auto* bought = std::get_if<lot_event>(&next.body);
    if (bought == nullptr || bought->payment != succeeded_)
      return broken("R14.4", "payment {} succeeded, and its credit does not follow", succeeded_);
  }
  return std::nullopt;
}

void checker::turn_periods(instant at) {
  for (; period_end_ <= at;
       period_end_ = next_month(period_end_, world_->zones[world_->accounts[account_].zone]))
    for (agent_account& agent : agents_) agent.spent = credits{};
}

finding checker::check(instant, const usage_event& e) {
  if (e.result != outcome::charged || e.repeated) {
    if (!e.slices.empty())
      return broken("R4.1", "a usage that was not charged took from {} lots", e.slices.size());
    return check_balance(e.balance);
  }
  if (auto found = check_limit(e)) return found;
  if (auto found = check_order(e)) return found;
  if (auto found = check_slices(e)) return found;
  if (e.agent != no_agent) agents_[e.agent].spent += e.amount;
  return check_balance(e.balance);
}

// R3.4, R14.1: the slices add up to the amount, and each lot had what was taken from it.
finding checker::check_slices(const usage_event& e) {
  credits taken;
  for (const slice& s : e.slices) {
    const auto found = lots_.find(s.lot);
    if (found == lots_.end()) return broken("R14.1", "lot {} was taken from and is not alive", s.lot);
    lot_account& lot = found->second;
    if (s.amount <= credits{} || s.amount > lot.left)
      return broken("R14.1", "{} was taken from lot {}, which had {} left", text_of(s.amount), s.lot,
                    text_of(lot.left));
    lot.left -= s.amount;
    lot.used += s.amount;
    taken += s.amount;
    if (lot.terms.amount != lot.left + lot.used)
      return broken("R14.1", "lot {}: granted {} is not left {} and used {}", s.lot,
                    text_of(lot.terms.amount), text_of(lot.left), text_of(lot.used));
  }
  if (taken != e.amount)
    return broken("R3.4", "a debit of {} has slices of {}", text_of(e.amount), text_of(taken));
  balance_ -= taken;
  used_ += taken;
  for (const slice& s : e.slices)
    if (const auto lot = lots_.find(s.lot);
        lot->second.left.is_zero() && lot->second.terms.expires.is_never())
      lots_.erase(lot);
  return std::nullopt;
}

// R14.5: no debit takes from a lot while one that comes before it, usable for that part, has credit left. A
// stop may keep an agent from paid credit, and a limit from all but the wallet: then lots are only held
// against those that may pay the same part.
finding checker::check_order(const usage_event& e) const {
  const auto pay_the_same = [&](lot_kind a, lot_kind b) {
    if (e.agent == no_agent) return true;
    const agent_account& agent = agents_[e.agent];
    const auto of_wallet = [](lot_kind k) { return k == lot_kind::paid || k == lot_kind::adjustment; };
    if (agent.policy == when_exhausted::stop) return (a == lot_kind::paid) == (b == lot_kind::paid);
    return !agent.monthly_limit || of_wallet(a) == of_wallet(b);
  };
  for (const slice& s : e.slices) {
    const auto from = lots_.find(s.lot);
    if (from == lots_.end()) return broken("R14.1", "lot {} was taken from and is not alive", s.lot);
    for (const auto& [id, other] : lots_) {
      if (id == s.lot || !pay_the_same(other.terms.kind, from->second.terms.kind)) continue;
      if (!burns_before(other.terms, from->second.terms)) continue;
      const auto gave =
          std::find_if(e.slices.begin(), e.slices.end(), [lot = id](const slice& g) { return g.lot == lot; });
      const credits stays = other.left - (gave == e.slices.end() ? credits{} : gave->amount);
      if (stays > credits{})
        return broken("R14.5", "lot {} was taken from while lot {}, which comes before it, kept {}", s.lot,
                      id, text_of(stays));
    }
  }
  return std::nullopt;
}

// R14.6: no debit passed the limit of an agent that stops there.
finding checker::check_limit(const usage_event& e) const {
  if (e.agent == no_agent || e.amount.is_zero()) return std::nullopt;
  const agent_account& agent = agents_[e.agent];
  if (agent.policy != when_exhausted::stop || !agent.monthly_limit) return std::nullopt;
  if (e.amount <= *agent.monthly_limit - agent.spent) return std::nullopt;
  return broken("R14.6", "a debit of {} was accepted at {} spent of a limit of {} with `stop`",
                text_of(e.amount), text_of(agent.spent), text_of(*agent.monthly_limit));
}

finding checker::check(instant at, const lot_event& e) {
  if (e.result == outcome::scheduled) return check_balance(e.balance);
  if (at < e.effective) return broken("R3.5", "lot {} was booked before it was effective", e.lot);
  if (e.payment != 0)
    if (auto found = check_payment(e)) return found;
  if (!lots_.emplace(e.lot, lot_account{e, e.amount, {}}).second)
    return broken("R14.1", "lot {} was booked twice", e.lot);
  if (!e.expires.is_never()) ends_.emplace(e.expires, e.lot);
  balance_ += e.amount;
  granted_ += e.amount;
  return check_balance(e.balance);
}

// R14.4: a payment's credit is granted once, after its success, and as much as was promised when it was
// charged.
finding checker::check_payment(const lot_event& e) {
  const auto found = payments_.find(e.payment);
  if (found == payments_.end())
    return broken("R14.4", "lot {} is of payment {}, which was never made", e.lot, e.payment);
  payment_account& of = found->second;
  if (std::exchange(of.credited, true))
    return broken("R14.4", "payment {} was credited a second time, with lot {}", e.payment, e.lot);
  if (std::exchange(succeeded_, 0) != e.payment)
    return broken("R14.4", "payment {} was credited with lot {}, and no notice of success was heard",
                  e.payment, e.lot);
  if (of.brings != e.amount)
    return broken("R14.4", "payment {} was to bring {} and brought {}", e.payment, text_of(of.brings),
                  text_of(e.amount));
  return std::nullopt;
}

finding checker::check(instant at, const lot_end_event& e) {
  const auto found = lots_.find(e.lot);
  if (found == lots_.end()) return broken("R14.1", "lot {} ended and was not alive", e.lot);
  const lot_account& lot = found->second;
  if (at != lot.terms.expires)
    return broken("R3.6", "lot {} ended at {}, its end instant is {}", e.lot, to_string(at),
                  to_string(lot.terms.expires));
  if (lot.terms.amount != lot.used + e.expired)
    return broken("R14.1", "lot {}: granted {} is not used {} and expired {}", e.lot,
                  text_of(lot.terms.amount), text_of(lot.used), text_of(e.expired));
  balance_ -= e.expired;
  expired_ += e.expired;
  ends_.erase({lot.terms.expires, e.lot});
  lots_.erase(found);
  return check_balance(e.balance);
}

finding checker::check(instant at, const command_event& e) {
  if (e.of != command_event::what::set || e.result != outcome::changed || e.repeated) return std::nullopt;
  for (const auto& step : world_->accounts[account_].commands) {
    if (step->key != e.key || step->order.at != at) continue;
    const auto* change = std::get_if<set_agent_command>(&step->body);
    if (change == nullptr) continue;
    if (change->policy) agents_[change->agent].policy = *change->policy;
    if (change->monthly_limit) agents_[change->agent].monthly_limit = *change->monthly_limit;
    break;
  }
  return std::nullopt;
}

finding checker::check(instant, const charge_event& e) {
  const auto of = payments_.emplace(e.payment, payment_account{e.brings, false}).first;
  if (of->second.brings != e.brings)
    return broken("R9.4", "attempt {} at payment {} promises {} where the first promised {}", e.attempt,
                  e.payment, text_of(e.brings), text_of(of->second.brings));
  if (of->second.credited)
    return broken("R9.4", "payment {} is attempted again after it was credited", e.payment);
  return std::nullopt;
}

finding checker::check(instant, const heard_event& e) {
  if (e.effect != notice_effect::credited) return std::nullopt;
  const auto of = payments_.find(e.payment);
  if (of == payments_.end())
    return broken("R14.4", "a notice credits payment {}, which was never made", e.payment);
  if (of->second.credited) return broken("R14.4", "a notice credits payment {} a second time", e.payment);
  succeeded_ = e.payment;
  return std::nullopt;
}

finding checker::check(instant, const figures_event& e) {
  std::array<credits, lot_kinds> left{};
  for (const auto& [id, lot] : lots_) left[static_cast<std::size_t>(lot.terms.kind)] += lot.left;
  if (left != e.account.left) return broken("R14.2", "the figures by kind are not the sums over the lots");
  return std::nullopt;
}

finding checker::check(instant, const recharge_failed_event&) {
  return std::nullopt;
}
finding checker::check(instant, const recharge_off_event&) {
  return std::nullopt;
}

// R14.2, R14.3: the stated balance is the sum of all movements, and what was granted is used, expired or
// there.
finding checker::check_balance(credits stated) {
  if (stated != balance_)
    return broken("R14.2", "the balance is stated as {}, its movements add up to {}", text_of(stated),
                  text_of(balance_));
  if (granted_ != used_ + expired_ + balance_)
    return broken("R14.3", "granted {} is not used {}, expired {} and left {}", text_of(granted_),
                  text_of(used_), text_of(expired_), text_of(balance_));
  credits customers;
  for (std::size_t kind = 0; kind < lot_kinds; ++kind)
    customers += books_[static_cast<std::size_t>(ledger::customer_of(static_cast<lot_kind>(kind)))];
  if (customers != balance_)
    return broken("R14.2", "the balance is {}, the books have {}", text_of(balance_), text_of(customers));
  return std::nullopt;
}

// R13.1: every movement is a balanced entry.
finding checker::check_books(const event& e) {
  const auto kind_of = [&](lot_id id) {
    const auto found = lots_.find(id);
    return found == lots_.end() ? lot_kind::free : found->second.terms.kind;
  };
  credits sum;
  for (const ledger::posting& line : ledger::postings_of(e, kind_of)) {
    books_[static_cast<std::size_t>(line.account)] += line.amount;
    sum += line.amount;
  }
  if (!sum.is_zero()) return broken("R13.1", "an entry's postings add up to {}, not to zero", text_of(sum));
  return std::nullopt;
}

// R3.3 by the order of the settings, written apart from both ledgers.
bool checker::burns_before(const lot_event& a, const lot_event& b) const {
  const auto rank = [](std::int64_t value_a, std::int64_t value_b) {
    return value_a < value_b ? -1 : value_a > value_b;
  };
  const auto grain_us = [](expiry_grain grain) {
    switch (grain) {
      case expiry_grain::second:
        return duration::seconds(1).us();
      case expiry_grain::minute:
        return duration::minutes(1).us();
      case expiry_grain::day:
        return duration::days(1).us();
      case expiry_grain::microsecond:
        break;
    }
    return std::int64_t{1};
  };
  const auto with_none = [](bool a_none, bool b_none, bool none_first) {
    if (a_none == b_none) return 0;
    return a_none == none_first ? -1 : 1;
  };
  for (const burn_key& key : world_->settings.burn_down) {
    int order = 0;
    switch (key.by) {
      case burn_by::priority:
        order = rank(a.priority, b.priority);
        break;
      case burn_by::effective:
        order = rank(a.effective.us(), b.effective.us());
        break;
      case burn_by::created:
        order = rank(a.created.us(), b.created.us());
        break;
      case burn_by::kind:
        order = rank(static_cast<int>(a.kind), static_cast<int>(b.kind));
        break;
      case burn_by::lot_id:
        order = rank(a.lot, b.lot);
        break;
      case burn_by::expires: {
        order = with_none(a.expires.is_never(), b.expires.is_never(), key.none_first);
        if (order != 0) return order < 0;
        if (!a.expires.is_never()) {
          const std::int64_t grain = grain_us(key.grain);
          order = rank(a.expires.us() / grain, b.expires.us() / grain);
        }
        break;
      }
      case burn_by::cost_per_credit: {
        order = with_none(a.cost.is_zero(), b.cost.is_zero(), key.none_first);
        if (order != 0) return order < 0;
        const int128 left = int128{a.cost.minor()} * b.amount.micro();
        const int128 right = int128{b.cost.minor()} * a.amount.micro();
        order = left < right ? -1 : left > right;
        break;
      }
    }
    if (order != 0) return key.descending ? order > 0 : order < 0;
  }
  return a.lot < b.lot;
}

}  // namespace drawdown::invariants
