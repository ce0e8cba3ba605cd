// What the checker finds wrong with end instants (R2.1) and with parts that are not charged (R4.1).
#include <functional>

#include <catch2/catch.hpp>

#include "returning.hpp"

namespace drawdown::test {
namespace {

TEST_CASE("a lot that ends at another instant than its expiry makes it is caught", "[R2.1]") {
  const auto booked = [](const std::function<void(settings&)>& change, instant ends) {
    history told(returning(change));
    lot_event lot = lot_of(1, lot_kind::free, 5_cr, 5_cr);
    lot.expires = later;
    lot.ends = ends;
    return told.tell(lot);
  };
  const auto plain = [](settings&) {};
  const auto inclusive = [](settings& s) { s.expiry_inclusive = true; };
  const auto at_45 = [](settings& s) { s.sweep = {expiry_sweep::when::minute, 45, {}}; };
  const auto delayed = [](settings& s) { s.sweep = {expiry_sweep::when::delay, 0, duration::hours(2)}; };
  CHECK(booked(plain, later).message() == "");
  CHECK(booked(plain, later.next()).rule() == "R2.1");
  CHECK(booked(inclusive, later.next()).message() == "");
  CHECK(booked(inclusive, later).rule() == "R2.1");
  CHECK(booked(at_45, later + duration::minutes(45)).message() == "");
  CHECK(booked(at_45, later).rule() == "R2.1");
  CHECK(booked(delayed, later + duration::hours(2)).message() == "");
  history usable = booked(delayed, later + duration::hours(2));
  CHECK(usable.at(later.next()).uses({{1, 1_cr}}, 4_cr).message() == "");
  CHECK(usable.at(later + duration::hours(2)).uses({{1, 1_cr}}, 3_cr).rule() == "R2.1");
}

TEST_CASE("more of a divisible quantity that is not charged than there was is caught", "[R4.1]") {
  const auto used = [](std::int64_t uncharged) {
    history told;
    told.books(1, lot_kind::free, 5_cr, 5_cr);
    usage_event e = debit_of({{1, 1_cr}}, 4_cr);
    e.quantity = 5;
    e.uncharged = uncharged;
    return told.tell(e).rule();
  };
  CHECK(used(4) == "");
  CHECK(used(5) == "R4.1");
  CHECK(used(-1) == "R4.1");
}

}  // namespace
}  // namespace drawdown::test
