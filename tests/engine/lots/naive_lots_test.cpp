// The book of lots against a plain list of them: whatever is booked, taken and ended, both say the same.
#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "making.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// All lots in a list; everything is found by looking through it.
struct naive_lots {
  std::vector<burn_key> order;
  std::vector<lot> alive;
  std::vector<lot> scheduled;

  credits available(spendable which) const {
    credits sum;
    for (const lot& l : alive)
      if (may_pay(which, l.kind)) sum += l.left;
    return sum;
  }

  std::vector<slice> take(credits amount, spendable which) {
    std::vector<lot*> in_order;
    for (lot& l : alive)
      if (may_pay(which, l.kind) && !l.left.is_zero()) in_order.push_back(&l);
    std::sort(in_order.begin(), in_order.end(),
              [&](const lot* a, const lot* b) { return burns_before(*a, *b, order); });
    std::vector<slice> slices;
    for (lot* l : in_order) {
      const credits part = std::min(amount, l->left);
      if (part.is_zero()) break;
      l->left -= part;
      amount -= part;
      slices.push_back({l->id, part});
    }
    return slices;
  }

  // Those that ended by `t`, in the order of their ends.
  std::vector<lot> end_all(instant t) {
    std::vector<lot> ended;
    for (const lot& l : alive)
      if (l.ends <= t) ended.push_back(l);
    std::erase_if(alive, [&](const lot& l) { return l.ends <= t; });
    std::sort(ended.begin(), ended.end(),
              [](const lot& a, const lot& b) { return a.ends != b.ends ? a.ends < b.ends : a.id < b.id; });
    return ended;
  }
};

std::vector<burn_key> any_order() {
  return *rc::gen::element(
      settings{}.burn_down, std::vector<burn_key>{{burn_by::kind, true}},
      std::vector<burn_key>{{burn_by::expires, true, true, expiry_grain::day}, {burn_by::priority, true}},
      std::vector<burn_key>{{burn_by::cost_per_credit, false, true}, {burn_by::created, true}},
      std::vector<burn_key>{});
}

spendable any_spendable() {
  return *rc::gen::element(spendable::all, spendable::without_paid, spendable::wallet);
}

// A book and a list side by side, moved by the same steps.
class side_by_side {
 public:
  explicit side_by_side(std::vector<burn_key> order) : order_(std::move(order)), book_(order_) {
    list_.order = order_;
  }

  void grant() {
    lot made = lot_of(book_.next_id(), *rc::gen::inRange(1, 100));
    made.kind = static_cast<lot_kind>(*rc::gen::inRange(0, 5));
    made.priority = *rc::gen::inRange(0, 3);
    made.cost = money::from_minor(*rc::gen::inRange(0, 3));
    made.created = now_;
    made.effective = now_ + duration::hours(std::max(0, *rc::gen::inRange(-10, 10)));
    if (*rc::gen::inRange(0, 3) > 0) {
      made.expires = made.effective + duration::hours(*rc::gen::inRange(1, 30));
      made.ends = made.expires + duration::hours(std::max(0, *rc::gen::inRange(-5, 5)));
    }
    if (made.effective <= now_) {
      book_.book(made);
      list_.alive.push_back(made);
    } else {
      book_.schedule(made);
      list_.scheduled.push_back(made);
    }
  }

  void debit() {
    const spendable which = any_spendable();
    const std::int64_t most = list_.available(which).micro();
    const credits amount = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, most + 1));
    const credits in_all = list_.available(spendable::all);
    const credits some = std::min(amount, in_all);
    naive_lots tried = list_;
    credits from_wallet;
    for (const slice& s : tried.take(some, spendable::all)) {
      const auto from =
          std::find_if(list_.alive.begin(), list_.alive.end(), [&](const lot& l) { return l.id == s.lot; });
      if (may_pay(spendable::wallet, from->kind)) from_wallet += s.amount;
    }
    RC_ASSERT(book_.taken_from_wallet(some, {}) == from_wallet);
    RC_ASSERT(take(book_, amount, which) == list_.take(amount, which));
  }

  void pass_time() {
    now_ = now_ + duration::hours(*rc::gen::inRange(1, 20));
    for (const lot& ended : list_.end_all(now_)) {
      const auto in_book = book_.end_next(now_);
      RC_ASSERT(in_book.has_value());
      RC_ASSERT(in_book->id == ended.id);
      RC_ASSERT(in_book->expired == ended.left);
    }
    RC_ASSERT(!book_.end_next(now_).has_value());
    while (const auto effective = book_.take_scheduled(now_)) {
      std::erase_if(list_.scheduled, [&](const lot& l) { return l.id == effective->id; });
      if (effective->ends <= now_) continue;
      book_.book(*effective);
      list_.alive.push_back(*effective);
    }
    for (const lot& waiting : list_.scheduled) RC_ASSERT(waiting.effective > now_);
  }

  void compare() const {
    for (const spendable which : {spendable::all, spendable::without_paid, spendable::wallet})
      RC_ASSERT(book_.available(which) == list_.available(which));
    for (std::size_t kind = 0; kind < lot_kinds; ++kind) {
      credits sum;
      for (const lot& l : list_.alive)
        if (l.kind == static_cast<lot_kind>(kind)) sum += l.left;
      RC_ASSERT(book_.left().left[kind] == sum);
    }
  }

 private:
  std::vector<burn_key> order_;
  lot_book book_;
  naive_lots list_;
  instant now_;
};

}  // namespace

TEST_CASE("the book of lots is a plain list of lots, only faster", "[R3.3][R3.4][R3.6][R3.12]") {
  REQUIRE(rc::check([] {
    side_by_side both(any_order());
    const int steps = *rc::gen::inRange(1, 80);
    for (int i = 0; i < steps; ++i) {
      switch (*rc::gen::inRange(0, 5)) {
        case 0:
          both.pass_time();
          break;
        case 1:
        case 2:
          both.grant();
          break;
        default:
          both.debit();
      }
      both.compare();
    }
  }));
}
