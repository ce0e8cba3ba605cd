#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/sweep_report.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using reports::clean;
using namespace sweep;

template <class... Cases>
struct overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

std::string_view name_of_wait(recharge_wait why) {
  constexpr std::array<std::string_view, 5> names = {"broken", "back_off", "cooldown", "max_per_period",
                                                     "max_spend_per_period"};
  return names.at(static_cast<std::size_t>(why));
}

std::string_view name_of_refund(refunded_to went) {
  constexpr std::array<std::string_view, 5> names = {"back to", "expired of", "revoked of",
                                                     "granted anew for", "to the chargeback of"};
  return names.at(static_cast<std::size_t>(went));
}

std::string_view name_of_return(released_to went) {
  constexpr std::array<std::string_view, 3> names = {"back to", "expired of", "revoked of"};
  return names.at(static_cast<std::size_t>(went));
}

}  // namespace

tally sweep_report::counts() const {
  tally sum;
  for (const account_findings& account : accounts) {
    sum.run += account.counts.run;
    sum.changing += account.counts.changing;
    sum.left_out += account.counts.left_out;
  }
  return sum;
}

std::string_view name_of(side s) {
  constexpr std::array<std::string_view, sides> names = {"before", "at", "after"};
  return names.at(static_cast<std::size_t>(s));
}

std::vector<outcome_of_orders> outcomes_of_orders(const account_findings& found, const crowd& of) {
  std::vector<outcome_of_orders> all = {{{}, of.steps, 1}};
  for (const crowd::tried_order& tried : of.orders) {
    const trial& came = found.trials[tried.trial];
    const auto same = std::ranges::find(all, came, &outcome_of_orders::what);
    if (same != all.end())
      ++same->orders;
    else
      all.push_back({came, tried.order, 1});
  }
  return all;
}

bool decides(const account_findings& found, const close_call& call) {
  const trial as_it_is;
  const trial* one = nullptr;
  for (const placing& p : call.placed) {
    if (p.was != placing::how::tried && p.was != placing::how::as_it_is) continue;
    const trial& here = p.was == placing::how::tried ? found.trials[p.trial] : as_it_is;
    if (one != nullptr && here != *one) return true;
    one = &here;
  }
  return false;
}

bool decides(const account_findings& found, const crowd& of) {
  return std::ranges::any_of(
      of.orders, [&](const crowd::tried_order& o) { return found.trials[o.trial].changes_something(); });
}

ties sweep_report::all_ties() const {
  ties sum;
  const auto count = [&](bool decided) { ++(decided ? sum.decide : sum.decide_nothing); };
  for (const account_findings& account : accounts) {
    for (const close_call& call : account.close_calls) count(decides(account, call));
    for (const crowd& of : account.crowds) count(decides(account, of));
  }
  return sum;
}

std::uint32_t sweep_words::line_of(step_index s) const {
  const turn_order& order = found_.steps.at(s).order;
  if (order.in == turn_order::phase::file) return static_cast<std::uint32_t>(order.number);
  return order.number >= 1 && order.number <= report_.lines.size() ? report_.lines[order.number - 1] : 0;
}

std::string sweep_words::place_of(step_index s) const {
  const turn_order& order = found_.steps.at(s).order;
  const std::string& file =
      order.in == turn_order::phase::file ? world_.usage_files.at(order.rank) : report_.file;
  return fmt::format("{}:{}", clean(file), line_of(s));
}

std::string sweep_words::key(const effect_key& k) const {
  return clean(key_text(world_, found_.account, k));
}

std::string sweep_words::what_of(step_index s) const {
  const step& of = found_.steps.at(s);
  const auto by = [&](agent_index agent) {
    return agent == no_agent ? std::string()
                             : " by " + clean(world_.accounts[found_.account].agents[agent].name);
  };
  const auto plan = [&](plan_index p) { return clean(world_.catalog.plans.at(p).name); };
  const std::string keyed = of.key.was_given() ? fmt::format(" ({})", key(of.key)) : "";
  if (of.uses != nullptr)
    return fmt::format("use {}{}{}", clean(world_.catalog.meters[of.uses->meter].name), by(of.uses->agent),
                       keyed);
  return std::visit(
      overloaded{
          [&](const top_up_command&) { return "top_up" + keyed; },
          [&](const grant_command&) { return "grant" + keyed; },
          [&](const set_agent_command& c) { return "set" + by(c.agent) + keyed; },
          [&](const set_account_command&) { return "set" + keyed; },
          [&](const notice_command& c) { return "notice of " + key(c.payment); },
          [&](const hold_command& c) { return "hold" + by(c.agent) + keyed; },
          [&](const capture_command& c) { return fmt::format("capture of {}{}", key(c.hold), keyed); },
          [&](const void_command& c) { return fmt::format("void of {}{}", key(c.hold), keyed); },
          [&](const revoke_command& c) { return fmt::format("revoke of {}{}", key(c.grant), keyed); },
          [&](const adjust_command&) { return "adjust" + keyed; },
          [&](const reset_command&) { return "reset" + keyed; },
          [&](const subscribe_command& c) { return fmt::format("subscribe to {}{}", plan(c.plan), keyed); },
          [&](const change_plan_command& c) {
            return fmt::format("change_plan to {}{}", plan(c.plan), keyed);
          },
          [&](const cancel_command&) { return "cancel" + keyed; },
          [&](const resume_command&) { return "resume" + keyed; },
          [&](const add_on_command& c) {
            return fmt::format("add_on {} of {}{}", c.units, clean(world_.catalog.add_ons.at(c.add_on).name),
                               keyed);
          },
          [&](const seat_command& c) {
            return fmt::format("{} {}{}", c.joins ? "add_user" : "remove_user",
                               clean(world_.users.at(c.user)), keyed);
          },
          [&](const refund_command& c) { return fmt::format("refund of {}{}", key(c.debit), keyed); },
          [&](const refund_payment_command& c) {
            return fmt::format("refund_payment of {}{}", key(c.payment), keyed);
          },
          [&](const chargeback_command& c) {
            return fmt::format("{} of {}{}", c.is_won ? "win_chargeback" : "chargeback", key(c.payment),
                               keyed);
          },
          [&](const invoice_command&) { return "invoice" + keyed; },
          [&](const pay_invoice_command& c) {
            return fmt::format("pay_invoice of {}{}", key(c.invoice), keyed);
          },
          [&](const void_invoice_command& c) {
            return fmt::format("void_invoice of {}{}", key(c.invoice), keyed);
          },
          [&](const view_usage_command&) { return "view_usage" + keyed; },
          [&](const estimate_command&) { return "estimate" + keyed; },
          [&](const quote_command&) { return "quote" + keyed; },
          [&](const auto&) { return "step" + keyed; },
      },
      of.does->body);
}

std::string sweep_words::lot(const lot_name& name) const {
  return name.nth == 1 ? key(name.key) : fmt::format("{} ({})", key(name.key), name.nth);
}

std::string sweep_words::boundary(const sweep::boundary_reason& b) const {
  const auto named_lot = [&] { return fmt::format("lot {} ({}, {})", b.lot, name_of(b.of), key(b.key)); };
  switch (b.kind) {
    case boundary_kind::hold_runs_out:
      return fmt::format("the end of hold {}", key(b.key));
    case boundary_kind::lot_ends:
      return "the end of " + named_lot();
    case boundary_kind::period_turns:
      return "the turn of the usage period";
    case boundary_kind::lot_recurs:
      return "the recurrence of " + named_lot();
    case boundary_kind::lot_begins:
      return "the beginning of " + named_lot();
    case boundary_kind::heard:
      return fmt::format("{} of {} (attempt {})", b.is_answer ? "the answer" : "a notice", key(b.key),
                         b.attempt);
    case boundary_kind::retry:
      return fmt::format("the retry of {} (attempt {})", key(b.key), b.attempt);
    case boundary_kind::wait_ends:
      return fmt::format("the end of the wait for {}", name_of_wait(b.waits_for));
    case boundary_kind::cycle_turns:
      return "the turn of the subscription's cycle";
    case boundary_kind::version_begins:
      return "the beginning of a version of the catalog";
    case boundary_kind::invoice_due:
      return fmt::format("the instant at which invoice {} is due", key(b.key));
    case boundary_kind::grace_ends:
      return fmt::format("the end of the grace of usage {}", key(b.key));
    case boundary_kind::refund_ends:
      return fmt::format("the end of the time in which {} is refunded", key(b.key));
  }
  throw defect("sweep: a boundary that is none");
}

std::string sweep_words::boundaries(const std::vector<sweep::boundary_reason>& all) const {
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i)
    text += (i == 0 ? "" : i + 1 < all.size() ? ", " : " and ") + boundary(all[i]);
  return text;
}

std::string sweep_words::outcome(const step_outcome& o) const {
  if (o.result.empty()) return "nothing";
  std::string text(o.result);
  if (o.repeated) text += " again";
  if (!o.amount.is_zero()) text += (o.refused ? " for " : " ") + to_string(o.amount);
  if (!o.excess.empty()) text += fmt::format(", beyond the hold {} {}", o.excess, to_string(o.excess_amount));
  // What was taken from one lot alone is all there was to take.
  const bool all_of_one = o.taken.size() == 1 && o.taken.front().amount == o.amount;
  if (all_of_one) text += " from " + lot(o.taken.front().lot);
  for (std::size_t i = 0; i < o.taken.size() && !all_of_one; ++i)
    text +=
        fmt::format("{}{} from {}", i == 0 ? ": " : ", ", to_string(o.taken[i].amount), lot(o.taken[i].lot));
  for (const returned_part& part : o.returned)
    text += fmt::format(", {} {} {}", to_string(part.of.amount), name_of_return(part.went), lot(part.of.lot));
  for (const refunded_part& part : o.refunded)
    text += fmt::format(", {} {} {}", to_string(part.of.amount), name_of_refund(part.went), lot(part.of.lot));
  if (!o.price.is_zero()) text += ", " + to_string(o.price, world_.catalog.unit);
  if (!o.debt.is_zero()) text += fmt::format(", debt {}", to_string(o.debt));
  if (!o.forgiven.is_zero()) text += fmt::format(", forgiven {}", to_string(o.forgiven));
  if (!o.invoiced.is_zero()) text += fmt::format(", invoiced {}", to_string(o.invoiced));
  return text;
}

std::vector<sweep_words::figure_text> sweep_words::figures_of(const account_end& end) {
  std::vector<figure_text> all;
  for (std::size_t kind = 0; kind < lot_kinds; ++kind)
    all.push_back({drawdown::name_of(static_cast<lot_kind>(kind)), to_string(end.now.left.at(kind))});
  const auto add = [&](std::string_view name, credits amount) { all.push_back({name, to_string(amount)}); };
  add("held", end.now.held);
  add("debt", end.now.debt);
  add("invoiced", end.now.invoiced);
  add("granted", end.granted);
  add("refilled", end.refilled);
  add("used", end.used);
  add("expired", end.expired);
  add("revoked", end.revoked);
  all.push_back({"payments", std::to_string(end.payments_made)});
  all.push_back({"payments_credited", std::to_string(end.payments_credited)});
  return all;
}

std::string disagreement_text(const sweep_report& report, const account_findings& account) {
  const sweep_words words(report, account);
  const refuted& wrong = *account.disagreement;
  std::string variant = "as it is";
  if (wrong.moved != no_step) {
    variant = fmt::format("with {} ({}) moved to {}", words.place_of(wrong.moved), words.what_of(wrong.moved),
                          to_string(wrong.to));
  } else if (!wrong.order.empty()) {
    variant = fmt::format("at {} with the steps in the order of lines", to_string(wrong.to));
    for (std::size_t i = 0; i < wrong.order.size(); ++i)
      variant += fmt::format("{}{}", i == 0 ? " " : ", ", words.line_of(wrong.order[i]));
  }
  return fmt::format("account {}, {}, at {}: {}", clean(report.what->accounts[account.account].name), variant,
                     to_string(wrong.found.at), wrong.found.message);
}

}  // namespace drawdown::cli
