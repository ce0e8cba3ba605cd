#include "engine/world/always.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/units/words.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

namespace {

constexpr word_table<comparison, comparisons> comparison_words{{"==", "!=", "<", "<=", ">", ">="}};

// Points separate and spaces end a name, unless it stands in quotes.
std::string name_in_rule(const std::string& name) {
  return name.find_first_of(" .") == std::string::npos ? name : fmt::format("\"{}\"", name);
}

std::string text_of(const rule_term& term, const std::string& account) {
  const std::string_view figure = name_of(term.which);
  switch (term.of) {
    case rule_term::whose::nobody:
      return to_string(term.amount);
    case rule_term::whose::account:
      return fmt::format("accounts.{}.{}", account, figure);
    case rule_term::whose::agent:
      return fmt::format("accounts.{}.agents.{}.{}", account, name_in_rule(term.agent), figure);
    case rule_term::whose::each_agent:
      return fmt::format("accounts.{}.agents.*.{}", account, figure);
  }
  throw defect("text_of: a term of nobody known");
}

std::string text_of(const std::vector<rule_term>& sum, const std::string& account) {
  std::string text;
  for (const rule_term& term : sum) {
    if (!text.empty()) text += term.minus ? " - " : " + ";
    text += text_of(term, account);
  }
  return text;
}

bool has_each_agent(const std::vector<rule_term>& sum) {
  return std::any_of(sum.begin(), sum.end(),
                     [](const rule_term& term) { return term.of == rule_term::whose::each_agent; });
}

}  // namespace

std::string_view name_of(comparison c) {
  return comparison_words.of(c);
}
std::optional<comparison> comparison_named(std::string_view sign) {
  return comparison_words.named(sign);
}

bool holds(int128 left, comparison c, int128 right) {
  switch (c) {
    case comparison::equal:
      return left == right;
    case comparison::not_equal:
      return left != right;
    case comparison::less:
      return left < right;
    case comparison::at_most:
      return left <= right;
    case comparison::more:
      return left > right;
    case comparison::at_least:
      return left >= right;
  }
  throw defect("holds: a comparison that is none");
}

bool always_rule::is_of_each_agent() const {
  return has_each_agent(left) || has_each_agent(right);
}

std::string text_of(const world& in, const always_rule& rule) {
  const std::string account = rule.account ? name_in_rule(in.accounts.at(*rule.account).name) : "*";
  return fmt::format("{} {} {}", text_of(rule.left, account), name_of(rule.compares),
                     text_of(rule.right, account));
}

}  // namespace drawdown
