// The first thing that is read: whether every balance is right, and how that is known.
#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"
#include "reports/store/kept.hpp"

namespace drawdown::reports::html {

namespace {

// How much the second ledger proved, in words.
std::string proof_of(const material& what) {
  const std::string events = counted(what.totals.events, "event", "events");
  const std::string accounts = counted(what.totals.accounts, "account", "accounts");
  const run_facts& facts = what.run.facts;
  if (facts.verification == "full")
    return fmt::format(
        "A second ledger, written apart from the first, derived each of the {} of {} again from what was "
        "asked, "
        "and compared every figure{}.",
        events, accounts, facts.differences.empty() ? "; they are the same" : "");
  if (facts.verification == "balances")
    return fmt::format(
        "A second ledger, written apart from the first, compared the balances of {} at the end of each "
        "epoch; "
        "the {} between were not compared one by one.",
        accounts, events);
  return fmt::format(
      "Nothing was proved: the run was made with verification off, {} of {} were not compared.", events,
      accounts);
}

std::string expectations_of(const expectation_verdict& verdict) {
  if (verdict.items == 0) return "The scenario expects nothing of its own.";
  std::string text = fmt::format("Of {} that the scenario expects, {} held and {} failed",
                                 counted(verdict.items, "item", "items"), count_text(verdict.held),
                                 count_text(verdict.failures.size()));
  if (verdict.not_reached != 0) text += fmt::format("; {} were not reached", count_text(verdict.not_reached));
  return text + ".";
}

struct answer {
  word style;
  std::string text;
};

answer answer_of(const material& what) {
  const run_facts& facts = what.run.facts;
  if (facts.defect) return {"verdict bad", "Not known: the program itself failed."};
  if (!facts.differences.empty())
    return {"verdict bad",
            fmt::format("No. {}.", counted(facts.differences.size(), "account is not what both ledgers say",
                                           "accounts are not what both ledgers say"))};
  if (!what.expectations.failures.empty() && facts.verification == "off")
    return {"verdict bad", "Not proved, and what the scenario expects does not hold."};
  if (!what.expectations.failures.empty())
    return {"verdict bad", "By the rules, yes. But what the scenario expects does not hold."};
  if (facts.verification == "off") return {"verdict unsure", "Not proved: verification was off."};
  if (facts.interrupted) return {"verdict unsure", "Yes, as far as the run came: it was interrupted."};
  return {"verdict good", "Yes."};
}

std::string span_of(const material& what) {
  const run_row& run = what.run;
  std::string text = fmt::format("{} to {}", to_string(run.start), to_string(run.end));
  if (run.facts.reached < run.end) text += fmt::format(", worked until {}", to_string(run.facts.reached));
  return text;
}

}  // namespace

void put_verdict(markup& out, const material& what) {
  const answer said = answer_of(what);
  {
    const auto box = out.open("div", {{"class", std::string(said.style.text())}, {"id", "verdict"}});
    out.put("p", {{"class", "question"}}, "Is every balance right?");
    out.put("p", {{"class", "answer"}}, said.text);
    out.put("p", proof_of(what) + " " + expectations_of(what.expectations));
    if (std::string note = kept_note(what.run); !note.empty()) {
      note.front() = 'T';
      out.put("p", note + ".");
    }
  }
  const auto facts = out.open("dl", {{"class", "facts"}});
  const auto fact = [&](std::string_view name, const std::string& value) {
    const auto pair = out.open("div");
    out.put("dt", name);
    out.put("dd", value);
  };
  fact("Accounts", count_text(what.totals.accounts));
  fact("Events", count_text(what.totals.events));
  fact("Debits", count_text(what.totals.count("charged") + what.totals.count("captured")));
  fact("Seed", std::to_string(what.run.seed));
  fact("Rule-book", what.run.facts.rule_book);
  fact("Time", span_of(what));
}

void put_engineering(markup& out, const material& what) {
  const auto view = out.open(
      "section", {{"id", "engineering"}, {"class", "view"}, {"aria-labelledby", "engineering-title"}});
  out.put("h2", {{"id", "engineering-title"}, {"tabindex", "-1"}}, "Engineering");
  put_verdict(out, what);
  put_failures(out, what);
  put_operations(out, what);
  put_gateways(out, what);
  put_environment(out, what);
}

}  // namespace drawdown::reports::html
