#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/pricing/amounts.hpp"
#include "reports/pricing/pricing_report.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports::pricing {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t line_width = 100;

const compared_figure& figure_in(const pricing_report& report, figure which) {
  return report.compared.figures.at(static_cast<std::size_t>(which));
}

std::string money_in(const pricing_report& report, int128 minor, char mark) {
  return fmt::format("{} {}", value_text(minor, unit::money, report.unit, mark), report.unit.code());
}

std::string margin_text(const pricing_report& report, const compared_figure& of) {
  if (!of.difference.margin) return {};
  return "± " + value_text(*of.difference.margin, unit_of(of.of), report.unit);
}

std::string text_of(const table& rows) {
  return rows.title(indent) + rows.rows(indent);
}

std::string figures_text(const pricing_report& report) {
  table rows({{"all customers"},
              {"baseline", side::right},
              {"candidate", side::right},
              {"difference", side::right},
              {"", side::right},
              {report.seeds.size() > 1 ? "95 %" : "", side::right}});
  for (const compared_figure& one : report.compared.figures) {
    const unit of = unit_of(one.of);
    rows.add({std::string(title_of(one.of)), value_text(one.before.mean, of, report.unit),
              value_text(one.after.mean, of, report.unit), change_text(one.difference.mean, of, report.unit),
              percent_text(one.difference.mean, one.before.mean), margin_text(report, one)});
  }
  return text_of(rows);
}

std::string impact_text(const pricing_report& report) {
  table rows({{"the bill"}, {"customers", side::right}, {"together", side::right}});
  const auto& bands = report.compared.impact;
  for (std::size_t i = 0; i < bands.size(); ++i)
    if (bands[i].customers > 0)
      rows.add({title_of(bands[i], i + 1 == bands.size()),
                amount_text(static_cast<int128>(bands[i].customers), 0),
                change_text(bands[i].change, unit::money, report.unit)});
  return text_of(rows);
}

std::string usage_text(const pricing_report& report) {
  table rows({{"credits used", side::right},
              {"customers", side::right},
              {"bill before", side::right},
              {"bill after", side::right},
              {"difference", side::right},
              {"", side::right}});
  for (const usage_band& band : report.compared.usage)
    rows.add({fmt::format("{} to {}", value_text(band.used_from, unit::credits, report.unit),
                          value_text(band.used_until, unit::credits, report.unit)),
              amount_text(static_cast<int128>(band.customers), 0),
              value_text(band.bill_before, unit::money, report.unit),
              value_text(band.bill_after, unit::money, report.unit),
              change_text(band.bill_after - band.bill_before, unit::money, report.unit),
              percent_text(band.bill_after - band.bill_before, band.bill_before)});
  std::string text = text_of(rows);
  if (report.compared.break_even)
    text += fmt::format("  The two lists cost the same at about {} credits of use.\n",
                        value_text(*report.compared.break_even, unit::credits, report.unit));
  return text;
}

std::string cohorts_text(const pricing_report& report) {
  table rows({{"began"},
              {"customers", side::right},
              {"bill before", side::right},
              {"bill after", side::right},
              {"difference", side::right},
              {"", side::right},
              {"subscribed at the end", side::right}});
  for (const cohort& one : report.compared.cohorts)
    rows.add({one.begins ? to_string(*one.begins).substr(0, 7) : "never",
              amount_text(static_cast<int128>(one.customers), 0),
              value_text(one.bill_before, unit::money, report.unit),
              value_text(one.bill_after, unit::money, report.unit),
              change_text(one.bill_after - one.bill_before, unit::money, report.unit),
              percent_text(one.bill_after - one.bill_before, one.bill_before),
              fmt::format("{} > {}", one.subscribed_before, one.subscribed_after)});
  return text_of(rows);
}

std::string customers_text(const pricing_report& report, const std::vector<compared_customer>& some) {
  table rows({{"customer"},
              {"kind"},
              {"credits used", side::right},
              {"bill before", side::right},
              {"bill after", side::right},
              {"difference", side::right},
              {"hours blocked", side::right}});
  for (const compared_customer& one : some)
    rows.add({clean(report.customers.at(one.account)), clean(report.kinds.at(one.account)),
              value_text(one.used_before, unit::credits, report.unit),
              value_text(one.bill_before, unit::money, report.unit),
              value_text(one.bill_after, unit::money, report.unit),
              change_text(one.change(), unit::money, report.unit),
              fmt::format("{} > {}", one.blocked_hours_before, one.blocked_hours_after)});
  return text_of(rows);
}

std::string months_text(const pricing_report& report, const price_list& list) {
  table rows({{"month"},
              {"opening", side::right},
              {"added", side::right},
              {"used", side::right},
              {"by time", side::right},
              {"expired", side::right},
              {"refunded", side::right},
              {"closing", side::right},
              {"received", side::right}});
  for (const ledger::month_close& m : list.months) {
    std::vector<std::string> cells{to_string(m.begins).substr(0, 7)};
    for (const int128 value : {m.opening, m.added, -m.used, -m.recognised, -m.expired,
                               -(m.refunded + m.charged_back), m.closing, m.received})
      cells.push_back(value_text(value, unit::money, report.unit));
    rows.add(std::move(cells));
  }
  return text_of(rows);
}

std::string heading(std::string_view words) {
  return fmt::format("\n{}\n", words);
}

// `12 months from 2026-01-01T00:00:00Z`
std::string span_text(const pricing_report& report) {
  if (report.from == customers_from::scenario)
    return fmt::format("{} to {}", to_string(report.start), to_string(report.end));
  return fmt::format("{} months from {}", report.months, to_string(report.start));
}

std::string head(const pricing_report& report) {
  std::string text =
      fmt::format("Pricing of {}: {} customers, {}\n", clean(report.name),
                  amount_text(static_cast<int128>(report.customers.size()), 0), span_text(report));
  text +=
      fmt::format("  baseline   {} (rules {})\n", clean(name_of(report.before)), clean(report.before.rules));
  text +=
      fmt::format("  candidate  {} (rules {})\n", clean(name_of(report.after)), clean(report.after.rules));
  if (report.from == customers_from::scenario)
    text += "  usage      as the scenario has it, the same under both lists: one draw, so no interval\n";
  else
    text += fmt::format("  seeds      {}; the same customers and the same draws under both lists\n",
                        fmt::join(report.seeds, ", "));
  if (report.seeds.size() > 1)
    text += fmt::format(
        "  figures    the paragraph's money and the totals are means of the seeds, all else is of seed {}\n",
        report.seeds.front());
  text += fmt::format("  verified   {}, {} events\n", report.verification,
                      amount_text(static_cast<int128>(report.events), 0));
  return text;
}

}  // namespace

std::string title_of(const impact_band& band, bool is_last) {
  if (is_last) return "paid nothing before";
  if (!band.from) return fmt::format("falls by more than {} %", -*band.until);
  if (!band.until) return fmt::format("rises by {} % or more", *band.from);
  if (*band.until <= 0) return fmt::format("falls by {} to {} %", -*band.until, -*band.from);
  if (*band.from == 0) return "stays, or rises by less than 1 %";
  return fmt::format("rises by {} to {} %", *band.from, *band.until);
}

std::string name_of(const price_list& list) {
  return list.file.empty() ? fmt::format("the scenario's own catalog, {}", list.title) : list.file;
}

std::string in_words(const pricing_report& report, char mark) {
  const compared_figure& paid = figure_in(report, figure::received);
  const compared_figure& earned = figure_in(report, figure::revenue);
  const auto sentence = [&](std::string_view who, const compared_figure& of) {
    const int128 change = of.difference.mean;
    if (change == 0) return fmt::format("{} the same", who);
    std::string text = fmt::format("{} {} {}", who, money_in(report, change < 0 ? -change : change, mark),
                                   change > 0 ? "more" : "less");
    const std::string share = percent_text(change, of.before.mean, mark);
    if (!share.empty()) text += fmt::format(" ({})", share);
    if (of.difference.margin)
      text += fmt::format(", give or take {}", money_in(report, *of.difference.margin, mark));
    return text;
  };
  std::string text = sentence("Under the candidate customers pay", paid) + "; ";
  text += sentence("the revenue is", earned) + ". ";
  if (report.seeds.size() > 1) text += fmt::format("In seed {}, ", report.seeds.front());
  text += fmt::format("{} of {} customers are worse off (they {}), {} pay less.",
                      amount_text(static_cast<int128>(report.compared.worse_off), 0, mark),
                      amount_text(static_cast<int128>(report.customers.size()), 0, mark), worse_off_means,
                      amount_text(static_cast<int128>(report.compared.better_off), 0, mark));
  if (paid.difference.margin && !paid.difference.differs_from_zero())
    text += " The difference in what is paid may be chance: its interval holds zero.";
  if (report.from == customers_from::scenario)
    text += " The usage is what it was, which is one draw: there is no interval.";
  else if (!paid.difference.margin)
    text += " One seed says nothing of chance: `--seeds 5` gives intervals.";
  return text;
}

std::string pricing_text(const pricing_report& report) {
  std::string text = head(report) + "\n";
  for (const std::string& line : wrapped(in_words(report), line_width)) text += line + "\n";
  text +=
      heading(report.seeds.size() > 1 ? "Totals, the mean of the seeds" : "Totals") + figures_text(report);
  text += heading(report.from == customers_from::scenario
                      ? "Bills"
                      : fmt::format("Bills (seed {})", report.seeds.front())) +
          impact_text(report);
  text += heading("By use, a tenth of the customers a line") + usage_text(report);
  text += heading("By the month in which customers began") + cohorts_text(report);
  if (const auto losers = report.compared.losers(report.most); !losers.empty())
    text += heading("Whose bill rises most") + customers_text(report, losers);
  if (const auto winners = report.compared.winners(report.most); !winners.empty())
    text += heading("Whose bill falls most") + customers_text(report, winners);
  text += heading("Owed to customers, baseline") + months_text(report, report.before);
  text += heading("Owed to customers, candidate") + months_text(report, report.after);
  return text;
}

}  // namespace drawdown::reports::pricing
