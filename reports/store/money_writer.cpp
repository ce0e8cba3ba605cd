#include "reports/store/money_writer.hpp"

#include <utility>

#include "engine/time/text.hpp"
#include "engine/units/error.hpp"
#include "reports/store/books.hpp"

namespace drawdown::reports {
namespace {

std::int64_t narrow(int128 minor) {
  ensure(minor >= INT64_MIN && minor <= INT64_MAX, "a sum of money can be counted (R1.5)");
  return static_cast<std::int64_t>(minor);
}

}  // namespace

money_writer::money_writer(sql::session& session, const world& what)
    : in_(what),
      posting_(session, sql::insert_into("postings", 6)),
      closing_(session, sql::insert_into("closings", 8)),
      month_(session, sql::insert_into("months", 18)) {}

void money_writer::begin(account_index account) {
  account_ = account;
  closings_ = 0;
  books_.emplace(in_);
  months_.emplace(in_.start);
}

void money_writer::write(std::uint64_t number, std::size_t position, const event& next) {
  close_until(next.at);
  const ledger::money_entry entry = books_->see(next);
  for (const ledger::money_posting& line : entry)
    posting_.run(account_, number, ++position, name_of(line.account), in_.catalog.unit.code(), line.amount);
  months_->see(next, entry);
}

void money_writer::close_until(instant t) {
  books_->close_until(t, [this](const ledger::closing_entry& entry) {
    write_closing(entry);
    months_->see(entry);
  });
}

void money_writer::write_closing(const ledger::closing_entry& entry) {
  ++closings_;
  std::size_t position = 0;
  for (const ledger::money_posting& line : entry.lines)
    closing_.run(account_, closings_, ++position, entry.at.us(), to_string(entry.at), name_of(entry.of),
                 name_of(line.account), line.amount);
}

void money_writer::finish(instant end) {
  close_until(end.next());  // what falls due behind the last instant belongs to the time before
  for (const ledger::month_close& m : std::move(*months_).finish(end))
    month_.run(account_, month_text(m.begins), narrow(m.opening), narrow(m.added), narrow(m.used),
               narrow(m.recognised), narrow(m.expired), narrow(m.refunded), narrow(m.charged_back),
               narrow(m.closing), narrow(m.received), narrow(m.paid_out), narrow(m.overage),
               narrow(m.given_back), narrow(m.taken_back), narrow(m.gateway_fees),
               narrow(m.chargeback_losses), narrow(m.receivables));
}

}  // namespace drawdown::reports
