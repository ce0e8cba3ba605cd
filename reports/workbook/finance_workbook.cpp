#include "reports/workbook/finance_workbook.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/store/finance.hpp"
#include "reports/store/kept.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/verdict.hpp"
#include "reports/workbook/answer_sheet.hpp"
#include "reports/workbook/workbook.hpp"

namespace drawdown::reports {

namespace {

using ledger::month_close;

number_cell money_cell(int128 minor, currency unit) {
  return {minor, unit.decimals()};
}

number_cell credits_cell(credits amount) {
  return {amount.micro(), credits::decimals};
}

// One figure of a month, and how it counts towards the closing of what is deferred (R13.5).
struct month_column {
  std::string_view title;
  int128 month_close::*value;
};
constexpr std::array month_columns = {
    month_column{"Deferred, opening", &month_close::opening},
    month_column{"Added", &month_close::added},
    month_column{"Used", &month_close::used},
    month_column{"Recognised by time", &month_close::recognised},
    month_column{"Expired", &month_close::expired},
    month_column{"Refunded", &month_close::refunded},
    month_column{"Charged back", &month_close::charged_back},
    month_column{"Deferred, closing", &month_close::closing},
    month_column{"Received", &month_close::received},
    month_column{"Paid out", &month_close::paid_out},
    month_column{"Overage", &month_close::overage},
    month_column{"Given back", &month_close::given_back},
    month_column{"Taken back", &month_close::taken_back},
    month_column{"Gateway fees", &month_close::gateway_fees},
    month_column{"Chargeback losses", &month_close::chargeback_losses},
    month_column{"Receivables", &month_close::receivables},
};

class finance_sheets {
 public:
  finance_sheets(const run_store& of, const run_row& run, workbook& into)
      : of_(of), run_(run), unit_(run.unit), into_(into) {}

  result<void> write() {
    for (const auto part :
         {&finance_sheets::put_run, &finance_sheets::put_months, &finance_sheets::put_trial_balance,
          &finance_sheets::put_ageing, &finance_sheets::put_accounts, &finance_sheets::put_tables})
      if (const auto done = (this->*part)(); !done) return done;
    return {};
  }

 private:
  void fact(std::string_view name, std::string value) { into_.row({std::string(name), std::move(value)}); }

  // What was run, how it ended and what proves it: the first thing that is read.
  result<void> put_run() {
    const auto expected = check_expectations(of_);
    if (!expected) return tl::unexpected<error>(expected.error());
    const auto totals = read_totals(of_);
    if (!totals) return tl::unexpected<error>(totals.error());
    const run_facts& facts = run_.facts;
    into_.begin_sheet("Run", {{"Fact", 24}, {"Value", 80}});
    fact("scenario", run_.scenario);
    fact("passed", passed(facts, *expected) ? "yes" : "no");
    fact("ledgers", facts.differences.empty()
                        ? std::string(proof_words(facts.verification))
                        : counted(facts.differences.size(), "account differs", "accounts differ"));
    fact("expectations", fmt::format("{} of {} held", expected->held, expected->items));
    fact("from", to_string(run_.start));
    fact("until", to_string(facts.reached));
    if (facts.interrupted) fact("interrupted", "yes");
    if (facts.defect) fact("defect", *facts.defect);
    fact("currency", std::string(unit_.code()));
    fact("accounts", std::to_string(totals->accounts));
    fact("events", std::to_string(totals->events));
    if (const std::string note = kept_note(run_); !note.empty()) fact("kept", note);
    fact("catalog", run_.catalog);
    fact("rule-book", facts.rule_book);
    fact("seed", std::to_string(run_.seed));
    fact("version", facts.program_version);
    for (const input_hash& input : facts.inputs)
      fact("made from", fmt::format("{} (XXH3 {})", input.path, input.xxh3));
    for (const setting_fact& each : facts.settings)
      fact("setting " + each.name, fmt::format("{} ({})", each.value, each.from));
    return {};
  }

  std::vector<workbook_cell> month_row(const month_close& month) const {
    std::vector<workbook_cell> cells = {month_text(month.begins)};
    for (const month_column& column : month_columns)
      cells.emplace_back(money_cell(month.*column.value, unit_));
    cells.emplace_back(money_cell(month.revenue(), unit_));
    return cells;
  }

  std::vector<workbook_column> month_titles() const {
    std::vector<workbook_column> titles = {{"Month", 10}};
    for (const month_column& column : month_columns) titles.push_back({std::string(column.title), 18});
    titles.push_back({fmt::format("Revenue ({})", unit_.code()), 18});
    return titles;
  }

  // Each with a formula that says whether it foots, for whoever wants to see it calculated.
  result<void> put_months() {
    const auto months = read_months(of_);
    if (!months) return tl::unexpected<error>(months.error());
    auto titles = month_titles();
    titles.push_back({"Must be zero", 14});
    into_.begin_sheet("Months", std::move(titles));
    for (const month_close& month : *months) {
      auto cells = month_row(month);
      const std::size_t row = into_.next_row();
      cells.emplace_back(formula_cell{
          fmt::format("=ROUND(B{0}+C{0}-D{0}-E{0}-F{0}-G{0}-H{0}-I{0},{1})", row, unit_.decimals()),
          money_cell(0, unit_)});
      into_.row(cells);
    }
    return {};
  }

  // Debits and credits of all accounts together; their sums are formulas.
  result<void> put_trial_balance() {
    auto lines = read_finance(of_, run_);
    if (!lines) return tl::unexpected<error>(lines.error());
    books_ = std::move(*lines);
    put_balances("Trial balance", std::string(unit_.code()), unit_.decimals());
    put_balances("Trial balance, credits", "credits", credits::decimals);
    return {};
  }

  void put_balances(const std::string& sheet, const std::string& commodity, int decimals) {
    into_.begin_sheet(sheet, {{"Account", 26},
                              {fmt::format("Debit ({})", commodity), 20},
                              {fmt::format("Credit ({})", commodity), 20}});
    std::array<int128, 2> sums{};
    for (const balance_line& line : books_.trial_balance) {
      if (line.commodity != commodity) continue;
      const bool is_debit = line.amount > 0;
      const number_cell amount{is_debit ? line.amount : -line.amount, decimals};
      sums.at(is_debit ? 0 : 1) += amount.count;
      if (is_debit)
        into_.row({line.ledger_account, amount});
      else
        into_.row({line.ledger_account, std::monostate{}, amount});
    }
    const std::size_t row = into_.next_row();
    if (row == 2) return;  // nothing moved
    const auto sum = [&](char column, int128 comes_to) {
      return formula_cell{fmt::format("=SUM({0}2:{0}{1})", column, row - 1), {comes_to, decimals}};
    };
    into_.row({std::string("Sum"), sum('B', sums[0]), sum('C', sums[1])});
  }

  // What is deferred: in lots by when they end, and for time to come; its sum is a formula.
  result<void> put_ageing() {
    static constexpr std::array<std::string_view, ageing::ages> words = {"within 30 days", "within 90 days",
                                                                         "within a year", "later", "never"};
    into_.begin_sheet("Deferred by age",
                      {{"Ends", 16}, {"Lots", 10}, {fmt::format("Deferred ({})", unit_.code()), 20}});
    for (std::size_t i = 0; i < ageing::ages; ++i)
      into_.row({std::string(words.at(i)), number_cell{books_.age.lots.at(i), 0},
                 money_cell(books_.age.minor.at(i), unit_)});
    const int128 fees = books_.owed_on("deferred_fees");
    into_.row({std::string("fees for time to come"), std::monostate{}, money_cell(fees, unit_)});
    into_.row({std::string("Sum"), std::monostate{},
               formula_cell{fmt::format("=SUM(C2:C{})", into_.next_row() - 1),
                            money_cell(books_.age.sum() + fees, unit_)}});
    return {};
  }

  result<void> put_accounts() {
    const auto accounts = read_accounts(of_);
    if (!accounts) return tl::unexpected<error>(accounts.error());
    into_.begin_sheet("Accounts", {{"Account", 26},
                                   {"Organization", 20},
                                   {"Balance"},
                                   {"Held"},
                                   {"Available"},
                                   {"Free"},
                                   {"Plan"},
                                   {"Add-on"},
                                   {"Adjustment"},
                                   {"Paid"},
                                   {"Debt"},
                                   {"Payments in flight"},
                                   {"Suspended"},
                                   {"Subscription"},
                                   {"Plan in force", 18}});
    for (const account_row& account : *accounts) {
      const figures& left = account.left;
      std::vector<workbook_cell> cells = {account.name, account.organization.value_or("")};
      for (const credits amount :
           {left.balance(), left.held, left.available(), left.of(lot_kind::free), left.of(lot_kind::plan),
            left.of(lot_kind::addon), left.of(lot_kind::adjustment), left.of(lot_kind::paid), left.debt})
        cells.emplace_back(credits_cell(amount));
      cells.emplace_back(number_cell{account.payments_in_flight, 0});
      cells.emplace_back(std::string(account.suspended ? "yes" : "no"));
      if (account.subscription) {
        cells.emplace_back(account.subscription->state);
        cells.emplace_back(account.subscription->plan.value_or(""));
      }
      into_.row(cells);
    }
    return {};
  }

  // What is long: it comes as it is read.
  result<void> put_tables() {
    struct table {
      const char* sheet;
      std::string question;
    };
    const std::array tables = {
        table{
            "Payments",
            "select a.name as account, p.key, p.purpose, p.state, p.money_minor, p.credits_micro, "
            "p.attempts, "
            "p.requested_us, p.credited_us, p.paid_minor, p.given_back_minor, p.taken_back_minor, p.dispute "
            "from payments p join accounts a on a.account = p.account order by p.account, p.payment"},
        table{"Lots",
              "select a.name as account, l.lot, l.key, l.kind, l.state, l.effective_us, l.expires_us, "
              "l.granted_micro, l.refilled_micro, l.used_micro, l.expired_micro, l.revoked_micro, "
              "l.left_micro, "
              "l.held_micro, l.cost_minor from lots l join accounts a on a.account = l.account "
              "order by l.account, l.lot"},
        table{"Months by account",
              "select a.name as account, m.month, m.opening_minor, m.added_minor, m.used_minor, "
              "m.recognised_minor, "
              "m.expired_minor, m.refunded_minor, m.charged_back_minor, m.closing_minor, m.received_minor, "
              "m.paid_out_minor, m.overage_minor, m.given_back_minor, m.taken_back_minor, "
              "m.gateway_fees_minor, "
              "m.chargeback_losses_minor, m.receivables_minor from months m "
              "join accounts a on a.account = m.account order by m.account, m.month"},
        table{
            "Journal",
            "select a.name as account, j.at_us, j.number as event, j.closing, j.what, j.ledger_account, "
            "iif(j.amount > 0, j.amount, null) as debit_minor, iif(j.amount < 0, -j.amount, null) as "
            "credit_minor "
            "from journal j join accounts a on a.account = j.account where j.commodity <> 'credits' order by "
            "j.account, j.at_us, j.closing is null, j.closing, j.number, j.position"},
    };
    for (const table& each : tables)
      if (const auto done = put_answer(into_, {each.sheet, each.question, unit_}, of_); !done) return done;
    return {};
  }

  const run_store& of_;
  const run_row& run_;
  currency unit_;
  workbook& into_;
  finance books_;
};

}  // namespace

result<void> write_finance_workbook(const run_store& of, const std::string& path) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  workbook made(path, run->start);
  if (const auto done = finance_sheets(of, *run, made).write(); !done) return done;
  return made.finish();
}

}  // namespace drawdown::reports
