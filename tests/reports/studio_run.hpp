// A run with everything that a subscription, refunds and invoices tell, by hand: what the tests of reports
// read beside sample_run.hpp.
#pragma once

#include <utility>
#include <vector>

#include "tests/reports/sample_run.hpp"

namespace drawdown::test {

// Keys of the studio and the agency, in the order in which `studio_world` names them.
inline effect_key studio_key(std::uint64_t position) {
  return {effect_key::space::given, 0, position};
}
inline const effect_key first_key = studio_key(0);
inline const effect_key buy_key = studio_key(1);
inline const effect_key message_key = studio_key(2);
inline const effect_key units_key = studio_key(3);
inline const effect_key sorry_key = studio_key(4);
inline const effect_key upgrade_key = studio_key(5);
inline const effect_key estimate_key = studio_key(6);
inline const effect_key quote_key = studio_key(7);
inline const effect_key back_key = studio_key(8);
inline const effect_key dispute_key = studio_key(9);
inline const effect_key again_key = studio_key(10);
inline const effect_key win_key = studio_key(11);
inline const effect_key leave_key = studio_key(12);
inline const effect_key bill_key = studio_key(13);
inline const effect_key part_key = studio_key(14);
inline const effect_key rest_key = studio_key(15);
inline const effect_key void_key = studio_key(16);
inline const effect_key renewal_key = {effect_key::space::cycle, 0, 1};

// A studio of the organization ACME with two plans and an add-on, and an agency that is billed by invoice.
// Users: ana, bo. The steps are those whose words reports look up.
inline world_builder studio_world() {
  world_builder told;
  told.raw().name = "studio";
  told.raw().files = {"studio.yaml"};
  told.from("2026-01-01").until("2026-03-31");
  for (const char* name : {"first", "buy", "message", "units", "sorry", "upgrade", "planner", "offer", "back",
                           "dispute", "again", "win", "leave", "bill", "part", "rest", "void"})
    told.key(name);
  told.user("ana");
  told.user("bo");
  const span_of_time month = lasting("1 month");
  told.catalog().plans = {{.name = "starter",
                           .price = 29_usd,
                           .every = month,
                           .allocation = 1000_cr,
                           .features = {},
                           .trial = {},
                           .rollover = carry_terms{200_cr, 1}},
                          {.name = "team",
                           .price = 99_usd,
                           .every = month,
                           .allocation = 5000_cr,
                           .features = {},
                           .trial = {},
                           .rollover = {}}};
  told.catalog().add_ons = {{.name = "generative", .unit = 200_cr, .price = 30_usd, .for_plans = {0, 1}}};
  auto studio = told.account("studio");
  studio.spec().organization = "ACME";
  studio.spec().users = {0, 1};
  studio.agent("bot");
  studio.at("2026-01-05").does(subscribe_command{0, {}}).keyed("first");
  studio.at("2026-01-08").does(add_on_command{0, 2}).keyed("units");
  studio.at("2026-01-09").does(refund_command{message_key, 150_cr}).keyed("sorry");
  studio.at("2026-01-12").does(change_plan_command{1}).keyed("upgrade");
  studio.at("2026-01-12").does(quote_command{change_plan_command{1}}).keyed("offer");
  studio.at("2026-02-07").does(refund_payment_command{buy_key, 500_cr}).keyed("back");
  studio.at("2026-02-08").does(chargeback_command{buy_key, false}).keyed("dispute");
  studio.at("2026-02-09").does(refund_command{message_key, 1000_cr}).keyed("again");
  studio.at("2026-02-10").does(chargeback_command{buy_key, true}).keyed("win");
  studio.at("2026-02-11").does(cancel_command{true}).keyed("leave");
  auto agency = told.account("agency");
  agency.spec().invoice_terms = lasting("30 days");
  agency.at("2026-02-15").does(pay_invoice_command{bill_key, 30_usd}).keyed("rest");
  return told;
}

// The subscription of the studio: to starter until a boundary, with so many units.
inline subscription_figures on_starter(std::string_view renews, std::uint32_t units,
                                       subscription_state state = subscription_state::active) {
  subscription_figures now;
  now.state = state;
  now.plan = 0;
  if (!renews.empty()) now.renews = when(renews);
  if (state == subscription_state::active || state == subscription_state::past_due) now.units = {units};
  now.users = {0, 1};
  return now;
}

// A lot of the subscription, until the end of its grant period.
inline lot_event lot_of_cycle(lot_id lot, lot_kind kind, credits amount, std::string_view until,
                              payment_id payment, effect_key key, money cost = {}) {
  lot_event event;
  event.lot = lot;
  event.kind = kind;
  event.amount = amount;
  event.expires = when(until);
  event.priority = 10 * (static_cast<std::int32_t>(kind) + 1);
  event.cost = cost;
  event.payment = payment;
  event.key = key;
  event.of_cycle = true;
  return event;
}

inline charge_event charge_of(payment_id payment, effect_key key, payment_for of, money amount,
                              std::uint32_t attempt = 1, credits brings = {}) {
  return {payment, key, attempt, of, 0, amount, brings};
}

// From subscribing to a top-up with a bonus, a usage that is refunded in part, units, and an upgrade that is
// declined.
inline void tell_first_cycle(told_history& studio) {
  studio.at("2026-01-05")
      .answers(command_event::what::subscribe, outcome::subscribed, first_key)
      .sends(charge_of(1, first_key, payment_for::subscription, 29_usd));
  studio.at("2026-01-05T00:00:02Z")
      .hears(1, 1, false, payment_answer::succeeded, notice_effect::credited)
      .subscription(subscription_event::what::begun, 1, on_starter("2026-02-05", 0))
      .brings(lot_of_cycle(1, lot_kind::plan, 1000_cr, "2026-02-05", 1, first_key));
  studio.at("2026-01-06").sends(charge_of(2, buy_key, payment_for::top_up, 50_usd, 1, 2500_cr));
  studio.hears(2, 1, false, payment_answer::succeeded, notice_effect::credited).credited(2, 2);
  lot_event bonus = lot_of_cycle(3, lot_kind::free, 100_cr, "2026-03-06", 2, buy_key);
  bonus.of_cycle = false;
  studio.brings(bonus);
  usage_event message;
  message.key = message_key;
  message.agent = 0;
  message.quantity = 1'200'000'000;
  message.amount = 1200_cr;
  message.slices = {{3, 100_cr}, {1, 1000_cr}, {2, 100_cr}};
  studio.at("2026-01-07").uses_up(message);
  studio.at("2026-01-08")
      .answers(command_event::what::add_on, outcome::changed, units_key)
      .sends(charge_of(3, units_key, payment_for::units, 60_usd));
  studio.at("2026-01-08T00:00:02Z")
      .hears(3, 1, false, payment_answer::succeeded, notice_effect::credited)
      .subscription(subscription_event::what::units_paid, 3, on_starter("2026-02-05", 2))
      .brings(lot_of_cycle(4, lot_kind::addon, 400_cr, "2026-02-05", 3, units_key, 60_usd));
  studio.at("2026-01-09")
      .refunds(sorry_key, message_key, 0, {{2, 100_cr, refunded_to::lot}, {1, 50_cr, refunded_to::lot}});
  studio.at("2026-01-12")
      .answers(command_event::what::change_plan, outcome::changed, upgrade_key)
      .sends(charge_of(4, upgrade_key, payment_for::plan_change, 70_usd))
      .tells(quote_event{quote_key, 70_usd, 4000_cr, 159_usd, when("2026-01-12")})
      .tells(estimate_event{estimate_key, 0, 4000_cr, 2950_cr, -1050_cr, 1050_cr, 21_usd, 1050_cr});
  studio.at("2026-01-12T00:00:02Z").hears(4, 1, true, payment_answer::declined, notice_effect::failed);
}

// The boundary with a renewal that fails first, then a refund of the top-up, a chargeback of it that is won,
// and a cancel at once with money back.
inline void tell_second_cycle(told_history& studio) {
  studio.at("2026-02-05")
      .carries(1, 50_cr, 0_cr, when("2026-03-05"))
      .ends(4, 400_cr)
      .subscription(subscription_event::what::turned, 0, on_starter("2026-03-05", 0))
      .sends(charge_of(5, renewal_key, payment_for::renewal, 89_usd));
  studio.at("2026-02-05T00:00:02Z")
      .hears(5, 1, true, payment_answer::declined, notice_effect::failed)
      .subscription(subscription_event::what::past_due, 5,
                    on_starter("2026-03-05", 0, subscription_state::past_due));
  studio.at("2026-02-06").sends(charge_of(5, renewal_key, payment_for::renewal, 89_usd, 2));
  studio.at("2026-02-06T00:00:02Z")
      .hears(5, 2, false, payment_answer::succeeded, notice_effect::credited)
      .subscription(subscription_event::what::renewed, 5, on_starter("2026-03-05", 2))
      .brings(lot_of_cycle(5, lot_kind::plan, 1000_cr, "2026-03-05", 5, renewal_key))
      .brings(lot_of_cycle(6, lot_kind::addon, 400_cr, "2026-03-05", 5, renewal_key, 60_usd));
  studio.at("2026-02-07").gives_back(back_key, 2, 10_usd, {{2, 500_cr}});
  studio.at("2026-02-08").charges_back(dispute_key, 2, 40_usd, 100_cr, {{2, 2000_cr}});
  studio.at("2026-02-09")
      .refunds(again_key, message_key, 0, {{1, 950_cr, refunded_to::lot}, {3, 50_cr, refunded_to::debt}});
  lot_event returned = lot_of_cycle(7, lot_kind::paid, 2000_cr, "2027-02-10", 2, win_key, 40_usd);
  returned.of_cycle = false;
  studio.at("2026-02-10").wins(win_key, 2, 40_usd, 50_cr).brings(returned);
  studio.at("2026-02-11")
      .answers(command_event::what::cancel, outcome::changed, leave_key)
      .ends(1, 1000_cr)
      .ends(5, 1000_cr)
      .ends(6, 400_cr)
      .subscription(subscription_event::what::ended, 0, on_starter("", 0, subscription_state::ended))
      .gives_back(renewal_key, 5, 20_usd, {});
}

inline told_history history_of_studio() {
  told_history studio(0);
  tell_first_cycle(studio);
  tell_second_cycle(studio);
  return studio;
}

inline invoice_event invoice_of(payment_id payment, effect_key invoice, invoice_event::what what,
                                effect_key key, money amount, money open) {
  return {what, key, invoice, payment, payment_for::top_up, amount, open, 2500_cr, when("2026-02-09")};
}

// An invoice that is paid in parts, the last one late, and one that is voided.
inline told_history history_of_agency() {
  using what = invoice_event::what;
  told_history agency(1);
  agency.at("2026-01-10")
      .answers(command_event::what::invoice, outcome::requested, bill_key)
      .tells(invoice_of(1, bill_key, what::issued, bill_key, 50_usd, 50_usd));
  agency.at("2026-01-20").tells(invoice_of(1, bill_key, what::paid_part, part_key, 20_usd, 30_usd));
  agency.at("2026-02-09").tells(invoice_of(1, bill_key, what::overdue, bill_key, 30_usd, 30_usd));
  lot_event bought = lot_of_cycle(1, lot_kind::paid, 2500_cr, "2027-01-01", 1, bill_key, 50_usd);
  bought.of_cycle = false;
  agency.at("2026-02-15").tells(invoice_of(1, bill_key, what::paid, rest_key, 30_usd, 0_usd)).brings(bought);
  const effect_key recharge = key_of_recharge(1);
  agency.at("2026-02-16").tells(invoice_of(2, recharge, what::issued, recharge, 20_usd, 20_usd));
  agency.tells(invoice_of(2, recharge, what::paid_part, part_key, 5_usd, 15_usd));
  agency.at("2026-02-17").tells(invoice_of(2, recharge, what::voided, void_key, 5_usd, 0_usd));
  agency.at("2026-02-18").tells(invoice_of(3, void_key, what::issued, void_key, 20_usd, 20_usd));
  return agency;
}

inline reports::run_store studio_store() {
  return store_of(*studio_world().build(), {history_of_studio(), history_of_agency()});
}

}  // namespace drawdown::test
