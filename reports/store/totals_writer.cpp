#include "reports/store/totals_writer.hpp"

#include <utility>

#include "engine/ledger/chart.hpp"
#include "engine/world/money_account.hpp"
#include "reports/store/optional_values.hpp"

namespace drawdown::reports {

totals_writer::totals_writer(sql::session& session, const world& what)
    : in_(what),
      account_(session, sql::insert_into("account_totals", 3)),
      balance_(session, sql::insert_into("account_balances", 4)),
      credit_(session, sql::insert_into("account_credit", 10)),
      state_(session, sql::insert_into("end_states", 10)) {}

void totals_writer::write(const account_fold& of) {
  account_.run(of.account(), of.history().number(), of.unbilled());
  write_books(of);
  write_credit(of);
  count_states(of.history());
}

void totals_writer::write_books(const account_fold& of) {
  const auto write_line = [&](std::string_view name, std::string_view commodity, int128 amount) {
    if (amount != 0) balance_.run(of.account(), name, commodity, narrow(amount));
  };
  for (std::size_t i = 0; i < of.credit_balance().size(); ++i)
    write_line(ledger::name_of(static_cast<ledger::ledger_account>(i)), "credits", of.credit_balance()[i]);
  for (std::size_t i = 0; i < of.money_balance().size(); ++i)
    write_line(drawdown::name_of(static_cast<money_account>(i)), in_.catalog.unit.code(),
               of.money_balance()[i]);
}

// Scheduled credit is in no balance yet (R3.5).
void totals_writer::write_credit(const account_fold& of) {
  enum : std::uint8_t { granted, refilled, used, expired, revoked, left, held, parts };
  struct kind_sums {
    std::uint64_t lots = 0;
    std::array<int128, parts> of{};
  };
  std::array<kind_sums, lot_kinds> kinds{};
  for (const auto& [id, lot] : of.history().lots()) {
    if (lot.state() == "scheduled" || lot.state() == "withdrawn") continue;
    kind_sums& sums = kinds[static_cast<std::size_t>(lot.made.kind)];
    ++sums.lots;
    sums.of[granted] += lot.made.amount.micro();
    sums.of[refilled] += lot.refilled.micro();
    sums.of[used] += lot.used.micro();
    sums.of[expired] += lot.expired.micro();
    sums.of[revoked] += lot.revoked.micro();
    sums.of[left] += lot.left().micro();
    sums.of[held] += lot.held.micro();
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const auto& sums = kinds[i].of;
    if (kinds[i].lots == 0) continue;
    credit_.run(of.account(), drawdown::name_of(static_cast<lot_kind>(i)), kinds[i].lots,
                narrow(sums[granted]), narrow(sums[refilled]), narrow(sums[used]), narrow(sums[expired]),
                narrow(sums[revoked]), narrow(sums[left]), narrow(sums[held]));
  }
}

void totals_writer::count_states(const account_history& history) {
  for (const hold_record& hold : history.holds()) ++states_[{"hold", "", hold.state}].count;
  for (const auto& [id, payment] : history.payments().all()) {
    const std::string_view purpose = drawdown::name_of(payment.of);
    state_sums& sums = states_[{"payment", purpose, payment.state()}];
    ++sums.count;
    sums.attempts += payment.attempts;
    sums.money[0] += payment.amount.minor();
    sums.money[1] += payment.paid.minor();
    sums.money[2] += payment.given_back.minor();
    sums.money[3] += payment.taken_back.minor();
    if (payment.invoice) ++states_[{"invoice", purpose, drawdown::name_of(payment.invoice->state)}].count;
  }
}

void totals_writer::finish() {
  std::uint64_t rows = 0;
  for (const auto& [key, sums] : states_) {
    const auto& [what, purpose, state] = key;
    std::uint64_t count = sums.count;
    std::uint64_t attempts = sums.attempts;
    in_rows<4>(sums.money, [&, &what = what, &purpose = purpose, &state = state](const auto& row) {
      state_.run(++rows, what, unless(std::string_view(), purpose), state, std::exchange(count, 0),
                 std::exchange(attempts, 0), row[0], row[1], row[2], row[3]);
    });
  }
}

}  // namespace drawdown::reports
