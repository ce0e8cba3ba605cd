#include "reports/store/money_writer.hpp"

#include "engine/time/text.hpp"
#include "engine/world/money_account.hpp"
#include "reports/store/books.hpp"
#include "reports/store/wide_sums.hpp"

namespace drawdown::reports {

money_writer::money_writer(sql::session& session, const world& what)
    : in_(what),
      posting_(session, sql::insert_into("postings", 6)),
      closing_(session, sql::insert_into("closings", 8)),
      month_(session, sql::insert_into("months", 18)) {}

void money_writer::begin(account_index account) {
  account_ = account;
  closings_ = 0;
}

void money_writer::write(std::uint64_t number, std::size_t position, const ledger::money_entry& entry) {
  for (const ledger::money_posting& line : entry)
    posting_.run(account_, number, ++position, name_of(line.account), in_.catalog.unit.code(), line.amount);
}

void money_writer::write(std::span<const ledger::closing_entry> closings) {
  for (const ledger::closing_entry& entry : closings) {
    ++closings_;
    std::size_t position = 0;
    for (const ledger::money_posting& line : entry.lines)
      closing_.run(account_, closings_, ++position, entry.at.us(), to_string(entry.at), name_of(entry.of),
                   name_of(line.account), line.amount);
  }
}

void money_writer::write(const std::vector<ledger::month_close>& months) {
  for (const ledger::month_close& m : months)
    month_.run(account_, month_text(m.begins), narrow(m.opening), narrow(m.added), narrow(m.used),
               narrow(m.recognised), narrow(m.expired), narrow(m.refunded), narrow(m.charged_back),
               narrow(m.closing), narrow(m.received), narrow(m.paid_out), narrow(m.overage),
               narrow(m.given_back), narrow(m.taken_back), narrow(m.gateway_fees),
               narrow(m.chargeback_losses), narrow(m.receivables));
}

}  // namespace drawdown::reports
