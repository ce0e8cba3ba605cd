#include "reports/store/journal_entries.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

constexpr const char* entries_in_order = R"(
  select at_us, 1 as turn, account, number, kind, description, coalesce(key, ''), coalesce(hold, 0) from events
  union all
  select at_us, 0, account, closing, what, '', '', 0 from closings group by account, closing
  order by 1, 2, 3, 4)";

// What an event did to lots, with the kind of each.
constexpr const char* movements_of = R"(
  select m.lot, l.kind, m.left_micro, m.held_micro
  from movements m join lots l on l.account = m.account and l.lot = m.lot
  where m.account = ? and m.number = ? order by m.position)";

// The lines of an event that its lots do not tell.
constexpr const char* postings_of = R"(
  select ledger_account, commodity <> 'credits', amount from postings
  where account = ? and number = ? and (ledger_account = 'customer:debt' or ledger_account not like 'customer:%')
  order by position)";

constexpr const char* closing_of = R"(
  select ledger_account, 1, amount from closings where account = ? and closing = ? order by position)";

constexpr const char* balances_at_end = R"(
  select account, 'customer:' || kind as name, lot, 0 as hold, 0 as is_money, left_micro - held_micro as amount
    from lots where state not in ('scheduled', 'withdrawn')
      and account in (select account from accounts where kept)
  union all
  select m.account, 'customer:' || l.kind, m.lot, e.hold, 0, m.held_micro
    from movements m join events e on e.account = m.account and e.number = m.number
      join lots l on l.account = m.account and l.lot = m.lot
    where m.held_micro <> 0
  union all
  select account, 'customer:debt', 0, 0, 0, -open_micro from debts
    where account in (select account from accounts where kept)
  union all
  select account, ledger_account, 0, 0, commodity <> 'credits', amount from postings
    where ledger_account not like 'customer:%'
  union all
  select account, ledger_account, 0, 0, 1, amount from closings)";

// Adds up what one entry does to each account of the books; what comes to nothing is left out.
class gathered_legs {
 public:
  void add(book_account in, bool is_money, std::int64_t amount) {
    const auto same = std::ranges::find_if(
        legs_, [&](const journal_leg& leg) { return leg.in == in && leg.is_money == is_money; });
    if (same == legs_.end())
      legs_.push_back({std::move(in), is_money, amount});
    else
      same->amount += amount;
  }
  std::vector<journal_leg> take() {
    std::erase_if(legs_, [](const journal_leg& leg) { return leg.amount == 0; });
    return std::exchange(legs_, {});
  }

 private:
  std::vector<journal_leg> legs_;
};

bool adds_up(const journal_entry& entry) {
  int128 credit = 0;
  int128 money = 0;
  for (const journal_leg& leg : entry.legs) (leg.is_money ? money : credit) += leg.amount;
  return credit == 0 && money == 0;
}

class entry_reader {
 public:
  explicit entry_reader(sql::session& session)
      : movements_(session, movements_of), postings_(session, postings_of), closing_(session, closing_of) {}

  // The lines of an entry whose head is known; `hold` is what its event is about.
  void read_legs(journal_entry& entry, std::uint64_t hold) {
    gathered_legs legs;
    if (!entry.is_closing) {
      movements_.start(entry.account, entry.number);
      while (movements_.next()) {
        const auto lot = static_cast<std::uint64_t>(movements_.integer(0));
        const std::string name = "customer:" + movements_.text(1);
        const std::int64_t held = movements_.integer(3);
        legs.add({entry.account, name, lot, 0}, false, movements_.integer(2) - held);
        legs.add({entry.account, name, lot, hold}, false, held);
      }
    }
    sql::statement& lines = entry.is_closing ? closing_ : postings_;
    lines.start(entry.account, entry.number);
    while (lines.next())
      legs.add({entry.account, lines.text(0), 0, 0}, lines.integer(1) != 0, lines.integer(2));
    entry.legs = legs.take();
  }

 private:
  sql::statement movements_;
  sql::statement postings_;
  sql::statement closing_;
};

}  // namespace

result<void> for_each_journal_entry(const run_store& from,
                                    const std::function<bool(const journal_entry&)>& show) {
  sql::session session(from.handle());
  sql::statement heads(session, entries_in_order);
  entry_reader reader(session);
  while (heads.next()) {
    journal_entry entry;
    entry.at = instant::from_us(heads.integer(0));
    entry.is_closing = heads.integer(1) == 0;
    entry.account = static_cast<account_index>(heads.integer(2));
    entry.number = static_cast<std::uint64_t>(heads.integer(3));
    entry.what = heads.text(4);
    entry.description = heads.text(5);
    entry.key = heads.text(6);
    reader.read_legs(entry, static_cast<std::uint64_t>(heads.integer(7)));
    if (entry.legs.empty()) continue;
    if (!adds_up(entry))
      return fail(error_code::corrupt,
                  fmt::format("run store: {} {} of account {} does not add up to zero",
                              entry.is_closing ? "closing" : "event", entry.number, entry.account));
    if (!show(entry)) return {};
  }
  return session.status();
}

result<std::vector<book_balance>> read_book_balances(const run_store& from) {
  sql::session session(from.handle());
  sql::statement rows(session, balances_at_end);
  std::map<std::pair<book_account, bool>, int128> sums;
  while (rows.next()) {
    sql::fields row(rows);
    book_account in;
    in.account = row.integer<account_index>();
    in.ledger_account = row.text();
    in.lot = row.integer<std::uint64_t>();
    in.hold = row.integer<std::uint64_t>();
    const bool is_money = row.flag();
    sums[{std::move(in), is_money}] += row.integer();
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  std::vector<book_balance> found;
  for (const auto& [in, amount] : sums)
    if (amount != 0) found.push_back({in.first, in.second, amount});
  return found;
}

result<std::vector<std::string>> read_account_names(const run_store& from) {
  sql::session session(from.handle());
  sql::statement rows(session, "select name from accounts order by account");
  std::vector<std::string> names;
  while (rows.next()) names.push_back(rows.text(0));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return names;
}

}  // namespace drawdown::reports
