#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/comparison/comparison.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports {

namespace {

constexpr std::size_t widest = 100;
// So many differences of an account and a sort are shown; JSON and CSV have all.
constexpr std::size_t most_shown = 20;

std::string more_shown(std::size_t all) {
  if (all <= most_shown) return {};
  return fmt::format("    and {} more; --format json or csv has all\n", all - most_shown);
}

// A difference with its sign.
std::string signed_text(credits amount) {
  return fmt::format("{}{}", amount > credits{} ? "+" : "", to_string(amount));
}
std::string signed_text(money amount, currency unit) {
  return fmt::format("{}{}", amount > money{} ? "+" : "", to_string(amount, unit));
}

std::string left_text(const std::optional<credits>& left) {
  return left ? to_string(*left) : "no lot";
}

std::string figures_of(const rules_comparison& of, std::size_t width) {
  table rows({{"account"},
              {"rule-book"},
              {"balance", side::right},
              {"debt", side::right},
              {"spent", side::right},
              {"expired", side::right},
              {"charged", side::right},
              {"differs by", side::right}});
  const compared_book* first = nullptr;
  for (const compared_book& book : of.books)
    if (book.name == of.first) first = &book;
  for (std::size_t i = 0; i < first->accounts.size(); ++i) {
    for (const compared_book& book : of.books) {
      if (!book.ran()) continue;
      const account_parting& account = book.accounts[i];
      rows.add({&book == first ? clean(account.account) : "", book.name, to_string(account.ends.balance),
                to_string(account.ends.debt), to_string(account.ends.spent), to_string(account.ends.expired),
                to_string(account.ends.charged, of.unit),
                account.worth.is_zero() ? "" : signed_text(account.worth, of.unit)});
    }
  }
  rows.fit(0, width);
  return rows.title(2) + rows.rows(2);
}

std::string steps_of(const account_parting& account, const rules_comparison& of, const std::string& here,
                     std::size_t width) {
  if (account.steps.empty()) return {};
  table rows({{"from"}, {"step"}, {of.first}, {here}});
  for (std::size_t i = 0; i < std::min(account.steps.size(), most_shown); ++i) {
    const step_parting& step = account.steps[i];
    const std::string name = step.key.empty() ? step.what : fmt::format("{} {}", step.what, step.key);
    rows.add({to_string(step.from), clean(name), step.first, step.other});
  }
  rows.fit(1, width);
  return rows.title(4) + rows.rows(4) + more_shown(account.steps.size());
}

std::string lots_of(const account_parting& account, const rules_comparison& of, const std::string& here,
                    std::size_t width) {
  if (account.lots.empty()) return {};
  table rows({{"from"},
              {"lot"},
              {"left: " + of.first, side::right},
              {here, side::right},
              {"used", side::right},
              {"worth", side::right},
              {"paid for", side::right}});
  for (std::size_t i = 0; i < std::min(account.lots.size(), most_shown); ++i) {
    const lot_parting& lot = account.lots[i];
    rows.add({to_string(lot.from), fmt::format("{} ({})", clean(lot.key), lot.kind), left_text(lot.first),
              left_text(lot.other), signed_text(lot.used), signed_text(lot.worth, of.unit),
              signed_text(lot.paid, of.unit)});
  }
  rows.fit(1, width);
  return rows.title(4) + rows.rows(4) + more_shown(account.lots.size());
}

std::string partings_of(const compared_book& book, const rules_comparison& of, std::size_t width) {
  std::string text;
  for (const account_parting& account : book.accounts) {
    if (!account.from) continue;
    text += fmt::format("\n  {} parts from {} in {}, from {} on\n", book.name, of.first,
                        clean(account.account), to_string(*account.from));
    const std::string steps = steps_of(account, of, book.name, width);
    const std::string lots = lots_of(account, of, book.name, width);
    text += steps;
    if (!steps.empty() && !lots.empty()) text += '\n';
    text += lots;
  }
  return text;
}

std::string joined(const std::vector<std::string>& words, std::string_view around) {
  std::string text;
  for (const std::string& word : words)
    text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", around, word, around);
  return text;
}

std::string lines_of(const std::string& text, std::size_t width) {
  std::string lines;
  for (const std::string& line : wrapped(text, width - 2, 2)) lines += fmt::format("  {}\n", line);
  return lines;
}

}  // namespace

std::string comparison_text(const rules_comparison& of, std::size_t width) {
  width = width == 0 ? widest : std::min(width, widest);
  std::string text = fmt::format("{}\n", clean(of.scenario.empty() ? of.file : of.scenario));
  const auto ran =
      std::count_if(of.books.begin(), of.books.end(), [](const compared_book& book) { return book.ran(); });
  if (ran > 0)
    text += lines_of(fmt::format("{} to {}, under {} rule-book{}", to_string(of.start), to_string(of.end),
                                 ran, ran == 1 ? "" : "s"),
                     width);
  for (const compared_book& book : of.books) {
    if (!book.assumed.empty())
      text += lines_of(fmt::format("{} assumes {}", book.name, joined(book.assumed, "")), width);
    for (const std::string& need : book.lacking)
      text += lines_of(fmt::format("{} did not run: {}", book.name, need), width);
    if (!book.unknown.empty())
      text += lines_of(fmt::format("{} did not run: its documents leave {} unknown (--assume {}=VALUE, or "
                                   "--assume default for all that is)",
                                   book.name, joined(book.unknown, "`"), book.unknown.front()),
                       width);
  }
  if (of.first.empty()) return text;
  text += "\nAt the end\n" + figures_of(of, width);
  if (ran < 2) return text;

  std::vector<std::string> alike;
  std::string partings;
  for (const compared_book& book : of.books) {
    if (!book.ran() || book.name == of.first) continue;
    if (!book.parts()) alike.push_back(book.name);
    partings += partings_of(book, of, width);
  }
  if (!partings.empty()) text += fmt::format("\nWhere they part from {}\n", of.first) + partings.substr(1);
  if (!alike.empty())
    text += "\n" + lines_of(fmt::format("As under {}: {}", of.first, joined(alike, "")), width);
  return text;
}

}  // namespace drawdown::reports
