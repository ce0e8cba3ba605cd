// The same scenario under several rule-books: where their outcomes part, from which instant on, and what that
// is worth (R15.3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "reports/store/outcomes.hpp"

namespace drawdown::reports {

// A lot that is not used alike.
struct lot_parting {
  std::string key;
  std::string kind;
  instant from;                     // the first instant after which not the same is left
  std::optional<credits> first;     // what is left then in the first run; nothing: there is no such lot
  std::optional<credits> other;     // and in the other
  std::optional<lot_outcome> ends;  // of the first run, at the end
  std::optional<lot_outcome> other_ends;
  credits used;  // how much more of it the other has used at the end; below zero: less
  money worth;   // of that at the catalog's rate
  money paid;    // of that at what was paid for the lot
};

// A step that has not the same outcome, or comes in one run alone.
struct step_parting {
  instant from;
  std::string what;
  std::string key;
  std::string first;  // "charged 30", "insufficient_credit"; "nothing" where it does not come
  std::string other;
};

// The figures of an account at the end, and how they differ from the first run's.
struct account_figures {
  credits balance, debt, spent, expired;
  money charged;
};

struct account_parting {
  std::string account;
  std::optional<instant> from;  // the first instant with any difference; nothing: there is none
  account_figures ends;
  account_figures more;  // than in the first run
  money worth;           // of the balance less the debt that there is more, at the catalog's rate
  std::vector<step_parting> steps;
  std::vector<lot_parting> lots;
};

// What came of one rule-book.
struct compared_book {
  std::string name;
  std::vector<std::string> unknown;       // settings for want of which it did not run; else empty
  std::vector<std::string> lacking;       // what its settings need of the scenario, which lacks it
  std::vector<std::string> assumed;       // `key=value`
  std::vector<account_parting> accounts;  // of a book that ran

  bool ran() const { return unknown.empty() && lacking.empty(); }
  bool parts() const;
};

struct rules_comparison {
  std::string scenario;
  std::string file;
  instant start, end;
  currency unit;
  std::string first;  // the book that the others are held against: the first that ran; empty: none did
  std::vector<compared_book> books;  // in the order in which they were named
};

// Holds what came of a run against the first.
std::vector<account_parting> part(const run_outcomes& first, const run_outcomes& other);

// For people: a table within so many columns.
std::string comparison_text(const rules_comparison& of, std::size_t width);
// For programs; their fields are described in docs/compare-rules.md.
std::string comparison_json(const rules_comparison& of);
std::string comparison_csv(const rules_comparison& of);

}  // namespace drawdown::reports
