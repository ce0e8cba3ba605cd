#include "scenarios/language/read_always.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/rule_text.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr names signs = "=!<>";
constexpr names ends_of_name = " \t.\"'=!<>*/(),";
constexpr names ends_of_number = " \t=!<>*/(),";
constexpr names quotes = "\"'";
constexpr std::array<names, 2> paths_begin = {"accounts", "agents"};

constexpr std::size_t longest_rule = 2'000;
constexpr std::size_t most_rules = 1'000;

// A part of a path between two points.
struct path_part {
  rule_piece piece;
  bool is_quoted = false;

  bool is_every() const { return !is_quoted && piece.text == "*"; }
};

// Reads one rule. Each reader gives false where it said what is wrong.
class rule_reader {
 public:
  rule_reader(scenario_state& state, const node& at) : state_(state), in_(state.in), at_(at), text_(at) {}

  std::optional<always_rule> read();

 private:
  bool read_sum(std::vector<rule_term>& into);
  bool read_comparison();
  bool read_term(bool minus, std::vector<rule_term>& into);
  bool read_amount(rule_term& into);
  bool read_path(rule_term& into);
  bool read_part(std::vector<path_part>& into);
  bool read_account(const path_part& part);
  bool read_agent(const path_part& part, rule_term& into);
  bool read_figure(const std::vector<path_part>& path, rule_term& into);
  bool check_length(const std::vector<path_part>& path);
  bool check_end();
  bool check_is_about_something();
  void report_figure(const path_part& part, bool of_agent);
  std::string quoting_hint(names begun, const std::vector<names>& known) const;

  bool wrong(const rule_piece& where, const wording& words) {
    in_.report(fault::malformed_rule, text_.place_of(where), words);
    return false;
  }

  scenario_state& state_;
  scope& in_;
  const node& at_;
  rule_text text_;
  always_rule made_;
  std::optional<rule_piece> account_;  // as the first path names it
};

std::optional<always_rule> rule_reader::read() {
  made_.place = state_.place_of(at_.place);
  const bool sound = read_sum(made_.left) && read_comparison() && read_sum(made_.right) && check_end() &&
                     check_is_about_something();
  return sound ? std::optional(std::move(made_)) : std::nullopt;
}

bool rule_reader::read_sum(std::vector<rule_term>& into) {
  if (!read_term(false, into)) return false;
  while (text_.more() && (text_.next() == '+' || text_.next() == '-')) {
    const bool minus = text_.one().text == "-";
    if (!read_term(minus, into)) return false;
  }
  return true;
}

bool rule_reader::read_comparison() {
  if (!text_.more())
    return wrong(text_.last_word(),
                 {"the rule compares nothing", "it ends here",
                  fmt::format("write {} and what it is compared with", one_of(comparison_words()))});
  if (signs.find(text_.next()) == names::npos)
    return wrong(text_.word(), {"an operator is missing", "an operator is due before this",
                                fmt::format("it is `+`, `-`, or one of {}", one_of(comparison_words()))});
  const rule_piece sign = text_.among(signs);
  if (const auto found = comparison_named(sign.text)) {
    made_.compares = *found;
    return true;
  }
  return wrong(sign, {fmt::format("there is no operator `{}`", sign.text), "not an operator",
                      operator_hint(sign.text)});
}

bool rule_reader::read_term(bool minus, std::vector<rule_term>& into) {
  rule_term made;
  made.minus = minus;
  if (!text_.more())
    return wrong(text_.last_word(), {"the rule ends too early", "a figure or an amount is due after this",
                                     "write `accounts.*.debt == 0`"});
  const char next = text_.next();
  if (text_.at_number()) {
    if (!read_amount(made)) return false;
  } else if (std::string_view("()*/%+-=!<>.,").find(next) != names::npos) {
    const rule_piece strange = signs.find(next) != names::npos ? text_.among(signs) : text_.one();
    return wrong(strange, {fmt::format("a figure or an amount is due, not `{}`", strange.text),
                           "not a figure", "a rule adds and subtracts figures, and compares once"});
  } else if (!read_path(made)) {
    return false;
  }
  into.push_back(std::move(made));
  return true;
}

bool rule_reader::read_amount(rule_term& into) {
  const rule_piece first = text_.until(ends_of_number);
  rule_piece number = first;
  if (text_.more()) {  // `500 credits`
    rule_text ahead = text_;
    const rule_piece word = ahead.until(ends_of_number);
    if (word.text == "credits" || word.text == "credit") {
      text_ = ahead;
      number = text_.from(first);
    }
  }
  const auto amount = read_credits(in_, text_.node_of(number), "the amount", allowed_sign::any);
  into.amount = amount.value_or(credits{});
  return amount.has_value();
}

// One part of a path: `*`, a name, or a name in quotes.
bool rule_reader::read_part(std::vector<path_part>& into) {
  if (text_.next() == '*') {
    into.push_back({text_.one(), false});
    return true;
  }
  if (quotes.find(text_.next()) != names::npos && text_.next() != '\0') {
    const rule_piece name = text_.quoted();
    if (name.text.data() == nullptr)
      return wrong(text_.word(),
                   {"a quote is never closed", "it begins here", "close it before the next point"});
    into.push_back({name, true});
    return true;
  }
  const rule_piece name = text_.until(ends_of_name);
  if (!name.text.empty()) {
    into.push_back({name, false});
    return true;
  }
  const rule_piece strange = text_.next() == '\0' ? text_.last_word() : text_.one();
  return wrong(strange, {"a name is missing after a point", "a name is due here",
                         "a figure is written `accounts.NAME.FIGURE`"});
}

bool rule_reader::read_path(rule_term& into) {
  std::vector<path_part> path;
  do {
    if (!path.empty()) text_.one();
    if (!read_part(path)) return false;
  } while (text_.next() == '.');

  const path_part& root = path.front();
  if (root.is_quoted || root.piece.text != "accounts") {
    const bool is_figure = figure_named(root.piece.text).has_value();
    const std::string meant = did_you_mean(root.piece.text, std::span(paths_begin).first(1));
    return wrong(root.piece,
                 {fmt::format("a rule knows nothing called `{}`", root.piece.text), "not a figure",
                  is_figure       ? fmt::format("write `accounts.*.{}`", root.piece.text)
                  : meant.empty() ? "a figure is written `accounts.NAME.FIGURE`, with `*` for every account"
                                  : meant});
  }
  return check_length(path) && read_account(path[1]) && read_figure(path, into);
}

// A path that ends too soon, as it may have been meant: where a figure stands for the account, of every one.
std::string with_what_is_missing(const std::vector<path_part>& path, names text, bool of_agent) {
  if (of_agent) return fmt::format("{}.{}", text, path.size() == 3 ? "*.spent" : "spent");
  if (path.size() == 1) return fmt::format("{}.*.debt", text);
  const path_part& last = path.back();
  if (!last.is_quoted && figure_named(last.piece.text)) return fmt::format("accounts.*.{}", last.piece.text);
  return fmt::format("{}.debt", text);
}

// `accounts.NAME.FIGURE` or `accounts.NAME.agents.NAME.FIGURE`.
bool rule_reader::check_length(const std::vector<path_part>& path) {
  const rule_piece whole = text_.from(path.front().piece);
  const bool of_agent = path.size() > 2 && !path[2].is_quoted && path[2].piece.text == "agents";
  const std::size_t due = of_agent ? 5 : 3;
  if (path.size() == due) return true;
  if (path.size() < due)
    return wrong(whole, {fmt::format("`{}` names no figure", whole.text), "no figure at its end",
                         fmt::format("write `{}`", with_what_is_missing(path, whole.text, of_agent))});
  std::vector<names> known;
  for (const account_spec& one : state_.what.accounts) known.push_back(one.name);
  std::string hint = quoting_hint(path[1].piece.text, known);
  if (hint.empty()) hint = "a figure is written `accounts.NAME.FIGURE` or `accounts.NAME.agents.NAME.FIGURE`";
  return wrong(path[due].piece,
               {fmt::format("`{}` has a part too many", whole.text), "too much", std::move(hint)});
}

// Names with points and spaces stand in quotes.
std::string rule_reader::quoting_hint(names begun, const std::vector<names>& known) const {
  for (const names name : known) {
    if (name.size() > begun.size() && name.starts_with(begun) && name.find_first_of(" .") != names::npos)
      return fmt::format("a name with a point or a space stands in quotes: `accounts.\"{}\"`", name);
  }
  return {};
}

bool rule_reader::read_account(const path_part& part) {
  std::optional<account_index> account;
  if (!part.is_every()) {
    account =
        look_up(state_, text_.node_of(part.piece), "an account", state_.accounts, state_.accounts_known);
    if (!account) return false;
  }
  if (account_ && account != made_.account)
    return wrong(part.piece, {"a rule is about one account, or about each",
                              "another account than before",
                              "write a rule of its own for each account",
                              {{"the account is named here", in_.here(text_.place_of(*account_))}}});
  account_ = part.piece;
  made_.account = account;
  return true;
}

bool rule_reader::read_agent(const path_part& part, rule_term& into) {
  into.of = part.is_every() ? rule_term::whose::each_agent : rule_term::whose::agent;
  if (part.is_every()) return true;
  into.agent = std::string(part.piece.text);
  if (made_.account ? agent_of(state_, *made_.account, into.agent).has_value()
                    : state_.agents.contains(into.agent))
    return true;
  const auto places =
      look_up(state_, text_.node_of(part.piece), "an agent", state_.agents, state_.accounts_known);
  if (!places || !made_.account) return false;
  in_.report(fault::unknown_reference, text_.place_of(part.piece),
             {fmt::format("the account `{}` has no agent `{}`", state_.what.accounts[*made_.account].name,
                          into.agent),
              "another account has",
              "name an agent of this account, or write `accounts.*`",
              {{fmt::format("`{}` is declared here", into.agent), declaration_of(state_, places->front())}}});
  return false;
}

bool rule_reader::read_figure(const std::vector<path_part>& path, rule_term& into) {
  const bool of_agent = path.size() == 5;
  into.of = rule_term::whose::account;
  if (of_agent && !read_agent(path[3], into)) return false;
  const auto found = figure_named(path.back().piece.text);
  if (!found || is_of_agent(*found) != of_agent) {
    report_figure(path.back(), of_agent);
    return false;
  }
  into.which = *found;
  return true;
}

void rule_reader::report_figure(const path_part& part, bool of_agent) {
  std::vector<names> words;
  for (std::size_t i = 0; i < figure_names; ++i) {
    const auto each = static_cast<figure>(i);
    if (is_of_agent(each) == of_agent) words.push_back(name_of(each));
  }
  const names word = part.piece.text;
  std::string hint = did_you_mean(word, words);
  if (figure_named(word))
    hint = of_agent ? fmt::format("the account has it: `accounts.NAME.{}`", word)
                    : fmt::format("an agent has it: `accounts.NAME.agents.*.{}`", word);
  else if (word.find_first_of("+-") != names::npos)
    hint = "`+` and `-` stand between spaces";
  else if (hint.empty())
    hint = fmt::format("it is one of {}", one_of(words));
  in_.report(fault::not_a_choice, text_.place_of(part.piece),
             {fmt::format("{} has no figure `{}`", of_agent ? "an agent" : "an account", word),
              "not a figure", std::move(hint)});
}

bool rule_reader::check_end() {
  if (!text_.more()) return true;
  if (signs.find(text_.next()) != names::npos)
    return wrong(text_.among(signs), {"a rule compares once", "the second comparison", "write two rules"});
  const bool is_product = text_.next() == '*' || text_.next() == '/';
  return wrong(is_product ? text_.one() : text_.word(),
               {is_product ? "rules do not multiply or divide" : "an operator is missing",
                is_product ? "not an operator" : "an operator is due before this",
                "a rule adds with `+` and subtracts with `-`"});
}

bool rule_reader::check_is_about_something() {
  if (account_) return true;
  in_.report(fault::malformed_rule, at_.place,
             {"the rule names no figure", "only amounts", "write `accounts.*.debt == 0`"});
  return false;
}

}  // namespace

void read_always(scenario_state& state, const node& at) {
  const auto* items = list_items(state.in, at, "`always`");
  if (items == nullptr) return;
  if (items->size() > most_rules) {
    state.in.report(fault::out_of_range, (*items)[most_rules].place,
                    {fmt::format("there are {} rules; at most {} are read", items->size(), most_rules),
                     "the first that is too many", "write fewer, with `*` for every account"});
    return;
  }
  for (const node& one : *items) {
    const auto text = read_text(state.in, one, "a rule");
    if (!text) continue;
    if (text->size() > longest_rule) {
      state.in.report(
          fault::malformed_rule, one.place,
          {fmt::format("a rule is at most {} characters long", longest_rule), "too long", "write two rules"});
      continue;
    }
    if (auto rule = rule_reader(state, one).read()) state.what.rules.push_back(std::move(*rule));
  }
}

}  // namespace drawdown::language
