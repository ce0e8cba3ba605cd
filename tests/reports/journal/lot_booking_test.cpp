// Which dates say the burn-down order to beancount.
#include "reports/journal/lot_booking.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/settings/values.hpp"
#include "engine/time/text.hpp"

using namespace drawdown;
using namespace drawdown::reports;

namespace {

instant at(const std::string& text) {
  return parse_instant(text, zone_table{}).value();
}

// A lot that was made at an instant, and came into the books in the order of the numbers.
lot_terms made(std::uint64_t lot, const std::string& created) {
  lot_terms of;
  of.lot = lot;
  of.priority = 10;
  of.created = at(created);
  of.effective = of.created;
  of.expires = instant::never();
  of.granted_micro = 100;
  of.booked = lot;
  return of;
}

lot_bookings booked(const std::vector<lot_terms>& lots, const std::string& order, bool policy = false) {
  return book_lots(lots, {policy}, setting_values::parse_burn_down(order).value());
}

// "FIFO expires: 2026-03-10 2026-03-05"
std::string told(const lot_bookings& of) {
  std::string text =
      std::string(name_of(of.begin()->second.method)) + " " + std::string(of.begin()->second.date_of) + ":";
  for (const auto& [lot, one] : of) text += " " + one.date;
  return text;
}

constexpr const char* noon = "2026-02-01T12:00:00Z";

}  // namespace

TEST_CASE("The day is that of what the order compares, earliest or latest first", "[R3.3]") {
  std::vector<lot_terms> lots = {made(1, noon), made(2, "2026-02-02T00:00:00Z")};
  CHECK(told(booked(lots, "created")) == "FIFO created: 2026-02-01 2026-02-02");
  CHECK(told(booked(lots, "created desc")) == "LIFO created: 2026-02-01 2026-02-02");
  CHECK(told(booked(lots, "lot_id desc")) == "LIFO created: 2026-02-01 2026-02-02");
  lots[0].effective = at("2026-02-20T00:00:00Z");
  CHECK(told(booked(lots, "effective")) == "FIFO effective: 2026-02-20 2026-02-02");
}

TEST_CASE("What never ends has a day before or after all others", "[R3.15]") {
  std::vector<lot_terms> lots = {made(1, noon), made(2, noon)};
  lots[0].expires = at("2026-03-10T08:00:00Z");
  CHECK(told(booked(lots, "expires")) == "FIFO expires: 2026-03-10 9999-12-31");
  CHECK(told(booked(lots, "expires none_first")) == "FIFO expires: 2026-03-10 0001-01-01");
  CHECK(told(booked(lots, "expires desc")) == "LIFO expires: 2026-03-10 0001-01-01");
  CHECK(told(booked(lots, "expires desc none_first")) == "LIFO expires: 2026-03-10 9999-12-31");
}

TEST_CASE("Lots of one day go in the order in which they came, or by their places", "[R3.3]") {
  std::vector<lot_terms> lots = {made(1, noon), made(2, noon)};
  CHECK(told(booked(lots, "created, lot_id")) == "FIFO created: 2026-02-01 2026-02-01");
  CHECK(told(booked(lots, "created, lot_id desc")) == "FIFO place: 1970-01-02 1970-01-01");
  lots[0].expires = at("2026-03-10T08:00:00Z");
  lots[1].expires = at("2026-03-10T07:00:00Z");
  CHECK(told(booked(lots, "expires by day")) == "FIFO created: 2026-02-01 2026-02-01");
  CHECK(told(booked(lots, "expires")) == "FIFO place: 1970-01-02 1970-01-01");
  // beancount has a lot that was empty in between behind the others.
  lots[0].got_back = true;
  CHECK(told(booked(lots, "expires by day")) == "FIFO place: 1970-01-01 1970-01-02");
}

TEST_CASE("An order by cost goes by places, what cost nothing last", "[R3.15]") {
  std::vector<lot_terms> lots = {made(1, noon), made(2, "2026-02-02T00:00:00Z"), made(3, noon)};
  lots[1].cost_minor = 5;
  lots[2].cost_minor = 4;
  CHECK(told(booked(lots, "cost_per_credit")) == "FIFO place: 1970-01-03 1970-01-02 1970-01-01");
  lots[2].granted_micro = 50;
  CHECK(told(booked(lots, "cost_per_credit desc")) == "FIFO place: 1970-01-03 1970-01-02 1970-01-01");
}

TEST_CASE("Lots are named where the order that they were in is not in the store") {
  std::vector<lot_terms> lots = {made(1, noon), made(2, "2026-02-02T00:00:00Z")};
  lots[0].expires = at("2026-03-10T08:00:00Z");
  lots[0].expiry_moved = true;
  CHECK(told(booked(lots, "priority, expires")) == "STRICT created: 2026-02-01 2026-02-02");
  CHECK(told(booked(lots, "priority, created")) == "FIFO created: 2026-02-01 2026-02-02");
  lots.pop_back();
  CHECK(told(booked(lots, "priority, expires")) == "FIFO created: 2026-02-01");
}

TEST_CASE("Lots are in one pool if they may pay for the same, at one priority", "[R3.8][R5.2][R5.3]") {
  std::vector<lot_terms> lots = {made(1, noon), made(2, noon), made(3, noon), made(4, noon)};
  lots[0].priority = -7;
  lots[1].kind = lot_kind::paid;
  lots[2].user = "bob@a";
  lots[3].meters = {"call"};
  const auto by_priority = booked(lots, "priority, expires");
  CHECK(by_priority.at({0, 1}).pool == "Lots:Priority-Minus-7");
  CHECK(by_priority.at({0, 2}).pool == "Lots:Priority-10");
  CHECK(by_priority.at({0, 3}).pool == "Lots:Priority-10:User:N-bob-40a");
  CHECK(by_priority.at({0, 4}).pool == "Lots:Priority-10:Meter:N-call");
  CHECK(booked(lots, "kind, expires").at({0, 2}).pool == "Lots:Paid");
  CHECK(booked(lots, "expires, kind").at({0, 2}).pool == "Lots");
  CHECK(booked(lots, "expires", true).at({0, 2}).pool == "Lots:Bought");
  CHECK(booked(lots, "expires", true).at({0, 1}).pool == "Lots:Given");
  lots[0].kind = lot_kind::adjustment;
  CHECK(booked(lots, "expires", true).at({0, 1}).pool == "Lots:Adjusted");
  lots[0].booked = 0;
  CHECK_FALSE(booked(lots, "expires").contains({0, 1}));
}
