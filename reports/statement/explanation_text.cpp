#include "reports/statement/explanation_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/statement/history_table.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/describe.hpp"

namespace drawdown::reports {

namespace {

class explainer {
 public:
  explainer(const explanation& what, const zone_table& zone, currency unit,
            const explanation_options& options)
      : what_(what), zone_(zone), unit_(unit), options_(options), paint_(options.colour) {}

  std::string text() const {
    std::string text = heading();
    for (const explained_lot& lot : what_.lots) text += text_of(lot);
    for (const explained_hold& hold : what_.holds) text += text_of(hold);
    for (const explained_debt& debt : what_.debts) text += text_of(debt);
    if (!what_.invoiced.empty()) text += text_of_invoiced();
    return text + sums();
  }

 private:
  std::string local(instant at) const { return to_local_string(at, zone_); }

  std::string figure() const {
    return what_.kind ? fmt::format("{} credit", words_for(*what_.kind)) : std::string("balance");
  }

  std::string heading() const {
    const std::string known =
        what_.last_event == 0 ? "nothing had happened yet" : fmt::format("after event {}", what_.last_event);
    return fmt::format("{}  {}  {}, {}\n", paint_.strong(clean(what_.account_name)),
                       paint_.faint(clean(zone_.name)), local(what_.at), known);
  }

  // `plan, 1000 granted on 2026-01-30 10:00:00, cost 29.00 EUR`.
  std::string terms_of(const explained_lot& lot) const {
    std::string text = fmt::format("{}, {} {} on {}", words_for(lot.kind), to_string(lot.granted),
                                   lot.kind == lot_kind::paid && lot.payment ? "bought"
                                   : lot.booked.is_zero()                    ? "scheduled"
                                                                             : "granted",
                                   local(lot.created));
    if (lot.effective != lot.created) text += fmt::format(", effective {}", local(lot.effective));
    if (!lot.expires.is_never()) text += fmt::format(", expires {}", local(lot.expires));
    if (!lot.cost.is_zero()) text += fmt::format(", cost {}", to_string(lot.cost, unit_));
    if (lot.recurs) text += fmt::format(", comes again every {}", *lot.recurs);
    if (lot.user) text += fmt::format(", only for {}", clean(*lot.user));
    for (std::size_t i = 0; i < lot.meters.size(); ++i)
      text += fmt::format("{}{}", i == 0 ? ", only for " : " and ", clean(lot.meters[i]));
    return text;
  }

  std::string text_of(const explained_lot& lot) const {
    const bool holds = std::ranges::any_of(lot.movements, [](const auto& moved) {
      return !moved.held_after.is_zero() || !moved.held_change.is_zero();
    });
    std::vector<table::column> columns = {
        {"event", side::right}, {"when"}, {"what"}, {"how"}, {"credits", side::right}, {"left", side::right}};
    if (holds) columns.push_back({"held", side::right});
    table lines(std::move(columns));
    for (const explained_movement& moved : lot.movements) {
      std::vector<std::string> row = {std::to_string(moved.number),
                                      local(moved.at),
                                      clean(moved.description),
                                      moved.what,
                                      moved.change.is_zero() ? "" : change_text(moved.change),
                                      to_string(moved.after)};
      if (holds) row.push_back(to_string(moved.held_after));
      lines.add(std::move(row));
    }
    std::string text =
        fmt::format("\n{}, {}\n{}", paint_.strong(fmt::format("Lot {}, key {}", lot.lot, clean(lot.key))),
                    terms_of(lot), rows_of(std::move(lines)));
    text += fmt::format("  {} left = {} granted + {} refilled - {} used - {} expired - {} revoked",
                        to_string(lot.left), to_string(lot.booked), to_string(lot.refilled),
                        to_string(lot.used), to_string(lot.expired), to_string(lot.revoked));
    if (!lot.held.is_zero()) text += fmt::format("; {} of it held", to_string(lot.held));
    return text + "\n";
  }

  std::string text_of(const explained_hold& hold) const {
    return fmt::format(
        "\n{} {}, {} reserved {}, runs out {}\n{}  {} held = {} reserved - {} used - {} given back\n",
        paint_.strong("Hold"), clean(hold.key), to_string(hold.amount), local(hold.placed),
        local(hold.runs_out), movements_of(hold.movements, "held"), to_string(hold.left),
        to_string(hold.amount), to_string(hold.captured), to_string(hold.released));
  }

  std::string text_of(const explained_debt& debt) const {
    const std::string withdrawn =
        debt.withdrawn.is_zero() ? "" : fmt::format(" - {} withdrawn", to_string(debt.withdrawn));
    return fmt::format("\n{}, {} since {}\n{}  {} owed = {} made - {} paid - {} dropped{}\n",
                       paint_.strong(fmt::format("Debt {}", debt.debt)), to_string(debt.amount),
                       local(debt.made), movements_of(debt.movements, "owed"), to_string(debt.owed),
                       to_string(debt.amount), to_string(debt.paid), to_string(debt.dropped), withdrawn);
  }

  std::string text_of_invoiced() const {
    return fmt::format("\n{}, billed with the next charge\n{}", paint_.strong("Usage beyond the credit"),
                       movements_of(what_.invoiced, "to bill"));
  }

  std::string movements_of(const std::vector<explained_movement>& movements, const std::string& after) const {
    table lines({{"event", side::right}, {"when"}, {"what"}, {"credits", side::right}, {after, side::right}});
    for (const explained_movement& moved : movements)
      lines.add({std::to_string(moved.number), local(moved.at), clean(moved.description),
                 change_text(moved.change), to_string(moved.after)});
    return rows_of(std::move(lines));
  }

  std::string rows_of(table lines) const {
    lines.fit(2, options_.width == 0 ? 0 : std::max(options_.width, std::size_t{3}) - 2);
    return paint_.faint(lines.title(2)) + lines.rows(2);
  }

  // `3467.25 = lot 2: 960 + lot 3: 2500`; what is zero is left out.
  template <class Parts, class Amount, class Name>
  static std::string sum(credits total, const Parts& parts, Amount amount, Name name) {
    std::string text;
    for (const auto& part : parts)
      if (!amount(part).is_zero())
        text += fmt::format("{}{}: {}", text.empty() ? " = " : " + ", name(part), to_string(amount(part)));
    return to_string(total) + text;
  }

  // `; 2 holds are over`: of which nothing is in the figure any more.
  static std::string over(std::uint64_t count, std::string_view what) {
    if (count == 0) return "";
    return fmt::format("; {} {}{} over", count, what, count == 1 ? " is" : "s are");
  }

  // What is said where it is not what the movements come to: then the run or the program is at fault.
  std::string unless_said(credits sum, std::optional<credits> said) const {
    if (!said || *said == sum) return "";
    return paint_.bad(fmt::format("  does not add up: the history says {}", to_string(*said)));
  }

  std::string sums() const {
    const credits balance = what_.balance();
    const credits held = what_.held();
    std::string text = fmt::format("\n{} {}{}\n", paint_.strong(figure()),
                                   sum(
                                       balance, what_.lots, [](const auto& lot) { return lot.left; },
                                       [](const auto& lot) { return fmt::format("lot {}", lot.lot); }),
                                   unless_said(balance, what_.said_balance));
    text += fmt::format("{} {}{}\n", paint_.strong("held"),
                        sum(
                            held, what_.holds, [](const auto& hold) { return hold.left; },
                            [](const auto& hold) { return "hold " + clean(hold.key); }),
                        over(what_.holds_ended, "hold") + unless_said(held, what_.said_held));
    text += fmt::format("{} {} = {} - {}\n", paint_.strong("available"), to_string(what_.available()),
                        to_string(balance), to_string(held));
    if (what_.kind) return text;
    const credits debt = what_.debt();
    text += fmt::format("{} {}{}\n", paint_.strong("debt"),
                        sum(
                            debt, what_.debts, [](const auto& each) { return each.owed; },
                            [](const auto& each) { return fmt::format("debt {}", each.debt); }),
                        over(what_.debts_ended, "debt") + unless_said(debt, what_.said_debt));
    return text + fmt::format("{} {} = {} - {}\n", paint_.strong("net"), to_string(balance - debt),
                              to_string(balance), to_string(debt));
  }

  const explanation& what_;
  const zone_table& zone_;
  currency unit_;
  explanation_options options_;
  palette paint_;
};

}  // namespace

std::string explanation_text(const explanation& what, const zone_table& zone, currency unit,
                             const explanation_options& options) {
  return explainer(what, zone, unit, options).text();
}

}  // namespace drawdown::reports
