// beancount with credit as lots: what a customer has is held at cost, lot by lot, and a debit names no lot,
// so that beancount's own booking, FIFO or LIFO, chooses (R3.3).
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/journal/beancount_format.hpp"
#include "reports/journal/lot_booking.hpp"
#include "reports/journal/names.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

// What credit costs: one of these a micro-credit, so that entries add up whichever lots are chosen.
constexpr std::string_view issued = "MICROISSUED";

// What takes from lots in the order of R3.3. All else is about one lot, which it names.
bool is_by_order(const booked_entry& what) {
  return what.what.what == "charged" || what.what.what == "held" || what.what.what == "adjusted";
}

class lots_format : public beancount_format {
 public:
  lots_format(currency unit, lot_bookings lots) : beancount_format(unit), lots_(std::move(lots)) {}

  std::string account(const book_account& in, bool is_money, std::string_view customer) const override {
    if (in.lot == 0) return beancount_format::account(in, is_money, customer);
    const std::string place = in.hold == 0 ? "Open" : fmt::format("Hold:{}", in.hold);
    return fmt::format("Equity:Credits:Customer:{}:{}:{}", dashed_name(customer), lot_of(in).pool, place);
  }
  std::string commodity(const book_account& in, bool is_money) const override {
    return is_money || in.lot != 0 ? beancount_format::commodity(in, is_money) : std::string(issued);
  }

 protected:
  std::string opens_of(const booked_entry& what) override {
    std::string text;
    for (const booked_leg& leg : what.legs) {
      if (!opened_.insert(leg.account).second) continue;
      text += fmt::format("\n{} open {} {}", what.date, leg.account, commodity(leg.in, leg.is_money));
      if (leg.in.lot == 0) continue;
      const booked_lot& lot = lot_of(leg.in);
      text += fmt::format(" \"{}\"\n  date-of: \"{}\"",
                          name_of(leg.in.hold == 0 ? lot.method : booking_method::strict), lot.date_of);
    }
    return text;
  }

  std::string lines_of(const booked_entry& what) override {
    return what.is == booked_entry::part::check ? proof_at_end(what) : movement_of(what);
  }

  void note_balances(const booked_entry& what) override {
    std::map<std::string, int128> at_end;
    for (const booked_leg& leg : what.legs) {
      if (leg.in.lot == 0) {
        assert_at_end_of_day(leg.account, leg.after, commodity(leg.in, leg.is_money));
        continue;
      }
      holds_[leg.account] += leg.amount;
      at_end[leg.account] += leg.after;
    }
    for (const auto& [account, amount] : at_end)
      assert_at_end_of_day(account, what.is == booked_entry::part::check ? amount : holds_[account],
                           "MICROCREDIT");
  }

 private:
  const booked_lot& lot_of(const book_account& in) const { return lots_.at({in.account, in.lot}); }

  // A line that names its lot: what comes has the lot's cost, what goes is looked for by date and name.
  std::string named_line(const std::string& account, const book_account& in, int128 amount) const {
    return fmt::format("  {}  {} MICROCREDIT {{{}{}, \"lot-{}\"}}\n", account, wide_decimal(amount, 0, false),
                       amount > 0 ? fmt::format("1 {}, ", issued) : "", lot_of(in).date, in.lot);
  }

  std::string movement_of(const booked_entry& what) {
    std::string text;
    std::vector<std::pair<std::string, int128>> chosen;
    for (const booked_leg& leg : what.legs) {
      if (leg.in.lot == 0) {
        text += line_of(leg, commodity(leg.in, leg.is_money));
        continue;
      }
      if (leg.in.hold == 0 && leg.amount < 0 && is_by_order(what) &&
          lot_of(leg.in).method != booking_method::strict)
        add(chosen, leg.account, leg.amount);
      else
        text += named_line(leg.account, leg.in, leg.amount);
      keep(leg);
    }
    std::string proofs;
    for (const auto& [account, amount] : chosen) {
      text += fmt::format("  {}  {} MICROCREDIT {{}}\n", account, wide_decimal(amount, 0, false));
      proofs += proof_of(account);
    }
    if (!proofs.empty()) text += proof_head(what) + proofs;
    return text;
  }

  // Takes all that has to be left of each lot out of it, by name, and puts it back: if another lot was chosen
  // there is not enough in one of them. Nothing has to be proved of a pool with nothing in it.
  std::string proof_of(const std::string& account) const {
    std::string text;
    for (const auto& [in, amount] : pools_.at(account))
      text += named_line(account, in, -amount) + named_line(account, in, amount);
    return text;
  }
  std::string proof_at_end(const booked_entry& what) const {
    std::string text;
    for (const booked_leg& leg : what.legs)
      if (leg.in.lot != 0 && leg.after > 0)
        text += named_line(leg.account, leg.in, -leg.after) + named_line(leg.account, leg.in, leg.after);
    return text;
  }
  static std::string proof_head(const booked_entry& what) {
    return fmt::format("\n{} * \"check\" \"\"\n  customer: \"{}\"\n", what.date, percent_name(what.customer));
  }

  // Lots that are not empty, in the order in which they came into the pool, as beancount has them: what a
  // proof takes out and puts back stays in it.
  void keep(const booked_leg& leg) {
    auto& pool = pools_[leg.account];
    const auto place = std::ranges::find(pool, leg.in, &std::pair<book_account, int128>::first);
    if (place == pool.end())
      pool.emplace_back(leg.in, leg.after);
    else if (leg.after == 0)
      pool.erase(place);
    else
      place->second = leg.after;
  }

  static void add(std::vector<std::pair<std::string, int128>>& to, const std::string& account,
                  int128 amount) {
    for (auto& [name, sum] : to)
      if (name == account) {
        sum += amount;
        return;
      }
    to.emplace_back(account, amount);
  }

  lot_bookings lots_;
  std::set<std::string> opened_;
  std::map<std::string, int128> holds_;
  std::map<std::string, std::vector<std::pair<book_account, int128>>> pools_;
};

}  // namespace

std::unique_ptr<journal_format> make_lots_format(currency unit, lot_bookings lots) {
  return std::make_unique<lots_format>(unit, std::move(lots));
}

}  // namespace drawdown::reports
