// What `drawdown sweep` tells: on a terminal, and as a document for programs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sweep/sweep.hpp"

namespace drawdown::cli {

// How many ties there are: steps near a boundary, and steps of one instant.
struct ties {
  std::uint64_t decide = 0;
  std::uint64_t decide_nothing = 0;
};

// A sweep of a scenario.
struct sweep_report {
  std::shared_ptr<const world> what;
  std::string file;
  std::vector<std::uint32_t> lines;  // of the steps of the timeline
  sweep::wishes wanted;
  std::vector<sweep::account_findings> accounts;
  bool tells_all = false;  // also of ties that decide nothing

  sweep::tally counts() const;
  ties all_ties() const;
};

// The words for steps, boundaries and outcomes of an account.
class sweep_words {
 public:
  sweep_words(const sweep_report& of, const sweep::account_findings& account)
      : report_(of), world_(*of.what), found_(account) {}

  std::uint32_t line_of(sweep::step_index s) const;             // 0: it has none
  std::string place_of(sweep::step_index s) const;              // `cafe.yaml:12`
  std::string what_of(sweep::step_index s) const;               // `use call by receptionist`
  std::string boundary(const sweep::boundary_reason& b) const;  // `the end of lot 2 (plan, grant-1)`
  std::string boundaries(const std::vector<sweep::boundary_reason>& all) const;
  std::string outcome(const sweep::step_outcome& o) const;  // `charged 10 from grant-1`
  std::string lot(const sweep::lot_name& name) const;
  std::string key(const effect_key& k) const;

  // The figures of an account's end with their names, in an order that stays.
  struct figure_text {
    std::string_view name;
    std::string value;
  };
  static std::vector<figure_text> figures_of(const sweep::account_end& end);

 private:
  const sweep_report& report_;
  const world& world_;
  const sweep::account_findings& found_;
};

// Orders of a crowd that come to the same, by the first of them.
struct outcome_of_orders {
  sweep::trial what;
  std::vector<sweep::step_index> order;
  std::size_t orders = 0;
};
// The different outcomes of a crowd's orders, that of the base first.
std::vector<outcome_of_orders> outcomes_of_orders(const sweep::account_findings& found,
                                                  const sweep::crowd& of);

// Whether a tie decides something: it matters on which side of the boundary the step stands, or which of the
// steps comes first. That it matters to have moved the step so far is not enough.
bool decides(const sweep::account_findings& found, const sweep::close_call& call);
bool decides(const sweep::account_findings& found, const sweep::crowd& of);

// `before`, `at`, `after`.
std::string_view name_of(sweep::side s);

std::string sweep_text(const sweep_report& report, bool colored);
std::string sweep_json(const sweep_report& report);

// Where the judges disagree: the variant, and what each says.
std::string disagreement_text(const sweep_report& report, const sweep::account_findings& account);

}  // namespace drawdown::cli
