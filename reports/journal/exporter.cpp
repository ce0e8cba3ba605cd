#include "reports/journal/exporter.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/journal/names.hpp"
#include "reports/results/csv_text.hpp"
#include "reports/store/kept.hpp"
#include "reports/store/lot_terms.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

// An account of the journal, as far as it was written.
struct written_account {
  std::string name;
  int128 holds = 0;
  std::uint64_t named_in = 0;  // the last file that named it; 0: none
};

using account_key = std::pair<book_account, bool>;  // whether it is of money

std::string date_of(instant t) {
  return to_string(t).substr(0, std::string_view("2026-01-31").size());
}

// A closing belongs to the time before its instant.
std::string date_of(const journal_entry& entry) {
  return date_of(entry.is_closing ? entry.at + duration::from_us(-1) : entry.at);
}

class exporter {
 public:
  exporter(const export_wishes& wishes, const export_target& to, const run_row& run,
           std::vector<std::string> names, std::unique_ptr<journal_format> format)
      : wishes_(wishes), to_(to), run_(run), names_(std::move(names)), format_(std::move(format)) {}

  // False: it has failed, or nothing more is wanted.
  bool take(const journal_entry& entry) {
    if (std::ranges::none_of(entry.legs, [&](const journal_leg& leg) { return is_wanted(leg.is_money); }))
      return true;
    const std::string date = date_of(entry);
    if (wishes_.shard != 0 && in_file_ == wishes_.shard) end_file();
    if (!is_open_) begin_file(date);
    write(entry, booked_entry::part::booked, date);
    ++in_file_;
    ++counts_.entries;
    return is_going();
  }

  result<export_counts> finish(const std::vector<book_balance>& at_end) {
    if (!is_open_ && is_going()) begin_file(date_of(run_.facts.reached));
    if (format_->stands_alone() && is_going()) check(at_end);
    if (is_going()) end_file();
    if (failure_) return tl::unexpected(*failure_);
    return counts_;
  }

 private:
  bool is_wanted(bool is_money) const { return is_money ? wishes_.money : wishes_.credits; }
  bool is_going() const { return !failure_ && is_read_; }

  void note(const result<void>& done) {
    if (!done && !failure_) failure_ = done.error();
  }
  void put(const std::string& text) {
    if (is_going()) is_read_ = to_.put(text);
  }

  void begin_file(const std::string& date) {
    ++counts_.files;
    in_file_ = 0;
    note(to_.begin(fmt::format("journal-{:04}.{}", counts_.files, format_->extension())));
    is_open_ = !failure_;
    const std::string note = kept_note(run_);
    put(format_->begin(note.empty() ? run_.scenario : fmt::format("{}; {}", run_.scenario, note)));
    if (format_->stands_alone()) open_balances(date);
  }

  void end_file() {
    put(format_->end());
    if (is_going()) note(to_.end());
    is_open_ = false;
  }

  // What there is when a file begins, an entry for each account of the scenario.
  void open_balances(const std::string& date) {
    std::vector<journal_leg> legs;
    for (const auto& [key, account] : accounts_)
      if (account.holds != 0) legs.push_back({key.first, key.second, 0});
    by_customer(legs, booked_entry::part::opening, date,
                [](const journal_leg&, const written_account& account) {
                  return std::pair(account.holds, account.holds);
                });
  }

  // What the tables say at the end, of every account that is not empty or was named in this file.
  void check(const std::vector<book_balance>& at_end) {
    std::map<account_key, int128> expected;
    for (const auto& [key, account] : accounts_)
      if (account.holds != 0 || account.named_in == counts_.files) expected[key] = 0;
    for (const book_balance& each : at_end)
      if (is_wanted(each.is_money)) expected[{each.in, each.is_money}] = each.amount;
    std::vector<journal_leg> legs;
    for (const auto& [key, amount] : expected) legs.push_back({key.first, key.second, 0});
    by_customer(legs, booked_entry::part::check, date_of(run_.facts.reached),
                [&](const journal_leg& leg, const written_account&) {
                  return std::pair(int128{0}, expected.at({leg.in, leg.is_money}));
                });
  }

  // Entries without an event: the legs, which are by account of the scenario, in one entry for each of those.
  template <class Amounts>
  void by_customer(const std::vector<journal_leg>& legs, booked_entry::part part, const std::string& date,
                   Amounts amounts) {
    for (auto first = legs.begin(); first != legs.end();) {
      const account_index customer = first->in.account;
      const auto last =
          std::find_if(first, legs.end(), [&](const auto& leg) { return leg.in.account != customer; });
      journal_entry entry;
      entry.account = customer;
      booked_entry booked{part, entry, names_.at(customer), date, {}};
      for (; first != last; ++first) {
        written_account& account = account_of(first->in, first->is_money);
        const auto [amount, after] = amounts(*first, account);
        booked.legs.push_back(leg_of(*first, account, amount, after));
      }
      put(format_->entry(booked));
    }
  }

  void write(const journal_entry& entry, booked_entry::part part, const std::string& date) {
    booked_entry booked{part, entry, names_.at(entry.account), date, {}};
    for (const journal_leg& leg : entry.legs) {
      if (!is_wanted(leg.is_money)) continue;
      written_account& account = account_of(leg.in, leg.is_money);
      account.holds += leg.amount;
      booked.legs.push_back(leg_of(leg, account, leg.amount, account.holds));
    }
    put(format_->entry(booked));
  }

  booked_leg leg_of(const journal_leg& leg, written_account& account, int128 amount, int128 after) const {
    const bool is_new = account.named_in != counts_.files;
    account.named_in = counts_.files;
    return {leg.in, leg.is_money, amount, after, account.name, is_new};
  }

  written_account& account_of(const book_account& in, bool is_money) {
    const auto [place, is_new] = accounts_.try_emplace({in, is_money});
    if (is_new) place->second.name = format_->account(in, is_money, names_.at(in.account));
    return place->second;
  }

  const export_wishes& wishes_;
  const export_target& to_;
  const run_row& run_;
  std::vector<std::string> names_;
  std::unique_ptr<journal_format> format_;
  std::map<account_key, written_account> accounts_;
  std::uint64_t in_file_ = 0;
  bool is_open_ = false;
  bool is_read_ = true;
  std::optional<error> failure_;
  export_counts counts_;
};

result<lot_bookings> read_lot_bookings(const run_store& of) {
  const auto lots = read_lot_terms(of);
  if (!lots) return tl::unexpected<error>(lots.error());
  const auto policies = read_accounts_with_policies(of);
  if (!policies) return tl::unexpected<error>(policies.error());
  const auto order = read_burn_down(of);
  if (!order) return tl::unexpected<error>(order.error());
  return book_lots(*lots, *policies, *order);
}

result<std::unique_ptr<journal_format>> format_for(const run_store& of, const export_wishes& wishes,
                                                   currency unit) {
  if (!wishes.lots) return make_journal_format(wishes.to, unit);
  auto lots = read_lot_bookings(of);
  if (!lots) return tl::unexpected<error>(lots.error());
  return make_lots_format(unit, std::move(*lots));
}

}  // namespace

result<export_counts> export_journal(const run_store& of, const export_wishes& wishes,
                                     const export_target& to) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  auto names = read_account_names(of);
  if (!names) return tl::unexpected<error>(names.error());
  const auto at_end = read_book_balances(of);
  if (!at_end) return tl::unexpected<error>(at_end.error());
  auto format = format_for(of, wishes, run->unit);
  if (!format) return tl::unexpected<error>(format.error());
  exporter writer(wishes, to, *run, std::move(*names), std::move(*format));
  const auto read =
      for_each_journal_entry(of, [&](const journal_entry& entry) { return writer.take(entry); });
  if (!read) return tl::unexpected<error>(read.error());
  return writer.finish(*at_end);
}

result<std::string> export_balances(const run_store& of, const export_wishes& wishes) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  const auto names = read_account_names(of);
  if (!names) return tl::unexpected<error>(names.error());
  const auto at_end = read_book_balances(of);
  if (!at_end) return tl::unexpected<error>(at_end.error());
  const auto format = format_for(of, wishes, run->unit);
  if (!format) return tl::unexpected<error>(format.error());
  std::map<std::pair<std::string, std::string>, int128> sums;  // several lots may have one account
  for (const book_balance& each : *at_end)
    if (each.is_money ? wishes.money : wishes.credits)
      sums[{(*format)->account(each.in, each.is_money, names->at(each.in.account)),
            (*format)->commodity(each.in, each.is_money)}] += each.amount;
  std::string text = csv_line(std::vector<std::string>{"account", "commodity", "amount"});
  for (const auto& [account, amount] : sums)
    text += csv_line(std::vector<std::string>{account.first, account.second, wide_decimal(amount, 0, false)});
  return text;
}

result<std::string> export_lots(const run_store& of, const export_wishes& wishes) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  const auto names = read_account_names(of);
  if (!names) return tl::unexpected<error>(names.error());
  const auto at_end = read_book_balances(of);
  if (!at_end) return tl::unexpected<error>(at_end.error());
  const auto lots = read_lot_bookings(of);
  if (!lots) return tl::unexpected<error>(lots.error());
  const auto format = make_lots_format(run->unit, *lots);
  std::string text = csv_line(std::vector<std::string>{"account", "lot", "date", "amount", "booking"});
  for (const book_balance& each : *at_end) {
    if (each.in.lot == 0 || !wishes.credits) continue;
    const booked_lot& lot = lots->at({each.in.account, each.in.lot});
    const booking_method method = each.in.hold == 0 ? lot.method : booking_method::strict;
    text += csv_line(std::vector<std::string>{
        format->account(each.in, false, names->at(each.in.account)), fmt::format("lot-{}", each.in.lot),
        lot.date, wide_decimal(each.amount, 0, false), std::string(name_of(method))});
  }
  return text;
}

result<std::string> export_names(const run_store& of, journal_kind to) {
  const auto names = read_account_names(of);
  if (!names) return tl::unexpected<error>(names.error());
  std::string text = csv_line(std::vector<std::string>{"written", "name"});
  for (const std::string& name : *names)
    text += csv_line(std::vector<std::string>{
        to == journal_kind::beancount ? dashed_name(name) : percent_name(name), name});
  return text;
}

}  // namespace drawdown::reports
