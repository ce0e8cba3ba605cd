#include "engine/sweep/sweep.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/draws/stream.hpp"
#include "engine/sweep/account_run.hpp"
#include "engine/sweep/orders.hpp"

namespace drawdown::sweep {
namespace {

constexpr duration tick = duration::from_us(1);
constexpr duration minus_tick = duration::from_us(-1);

bool is_near(instant a, instant b, duration near) {
  return (a < b ? b - a : a - b) <= near;
}

// The steps as they come in a variant, and which of the base each is.
struct rearranged {
  std::vector<step> steps;
  std::vector<step_index> which;

  rearranged(const std::vector<step>& base, const changes& made) {
    std::vector<step> moved = base;
    for (const auto& [index, order] : made) moved.at(index).order = order;
    which.resize(base.size());
    for (step_index i = 0; i < which.size(); ++i) which[i] = i;
    std::ranges::stable_sort(which, {}, [&](step_index i) { return moved[i].order; });
    steps.reserve(base.size());
    for (const step_index i : which) steps.push_back(moved[i]);
  }
};

// The sweep of one account.
class account_sweep {
 public:
  account_sweep(const world& in, account_index account, std::shared_ptr<world> alone, const wishes& wanted,
                std::uint64_t& done, const std::function<void()>& on_variant)
      : spec_(in.accounts[account]),
        alone_(std::move(alone)),
        wanted_(wanted),
        done_(done),
        on_variant_(on_variant) {
    found_.account = account;
  }

  account_findings sweep() {
    if (run_base()) {
      move_steps();
      if (!found_.disagreement) reorder_steps();
    }
    return std::move(found_);
  }

 private:
  // Runs the account as it is declared; false where the judges disagree.
  bool run_base() {
    found_.steps = steps_of(spec_);
    alone_->accounts.assign(1, spec_);
    account_run run(alone_, 0);
    run.work_all();
    if (const auto wrong = run.audit()) return refute({no_step, {}, {}, *wrong});
    const std::vector<std::size_t> told = told_by(found_.steps, run.events());
    found_.base = outcomes_of(found_.steps, run.events(), told);
    found_.base_end = end_of(run.events(), run.now());
    boundaries_ = boundaries_of(*alone_, 0, found_.steps, run.events(), told);
    found_.boundaries = boundaries_.size();
    return true;
  }

  bool refute(refuted variant) {
    variant.found.account = found_.account;
    found_.disagreement = std::move(variant);
    return false;
  }

  bool is_spent() const { return done_ >= wanted_.most; }

  // Runs a variant and keeps what differs; nothing where the judges disagree.
  std::optional<trial_index> attempt(const changes& made, refuted name) {
    ++done_;
    ++found_.counts.run;
    alone_->accounts.front() = changed(spec_, found_.steps, made);
    account_run run(alone_, 0);
    run.work_all();
    if (auto wrong = run.audit()) {
      name.found = std::move(*wrong);
      refute(std::move(name));
      return std::nullopt;
    }
    found_.trials.push_back(compare(made, run));
    if (found_.trials.back().changes_something()) ++found_.counts.changing;
    on_variant_();
    return found_.trials.size() - 1;
  }

  trial compare(const changes& made, const account_run& run) const {
    const rearranged now(found_.steps, made);
    const auto outcomes = outcomes_of(now.steps, run.events(), told_by(now.steps, run.events()));
    trial seen;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      if (outcomes[i] != found_.base[now.which[i]]) seen.steps.emplace_back(now.which[i], outcomes[i]);
    std::ranges::sort(seen.steps, {}, [](const auto& one) { return one.first; });
    const account_end end = end_of(run.events(), run.now());
    if (end != found_.base_end) seen.end = end;
    return seen;
  }

  // Moves each step to each boundary that it is near.
  void move_steps() {
    for (step_index moved = 0; moved < found_.steps.size() && !found_.disagreement; ++moved) {
      if (!found_.steps[moved].can_move()) continue;
      const instant stands = found_.steps[moved].order.at;
      const instant first = stands + duration::from_us(-wanted_.near.us());
      tried_at_.clear();
      for (auto it = boundaries_.lower_bound(first);
           it != boundaries_.end() && is_near(it->first, stands, wanted_.near); ++it)
        if (!move_to(moved, it->first, it->second)) return;
    }
  }

  // False where the judges disagree.
  bool move_to(step_index moved, instant at, const std::vector<boundary_reason>& reasons) {
    close_call call{moved, at, {}, {}};
    for (const boundary_reason& reason : reasons)
      if (reason.moves_with != moved) call.reasons.push_back(reason);
    if (call.reasons.empty()) return true;
    const std::array<instant, sides> places = {at + minus_tick, at, at + tick};
    for (std::size_t i = 0; i < sides; ++i)
      if (!place(moved, places.at(i), call.placed.at(i))) return false;
    const auto was_left_out = [](const placing& p) { return p.was == placing::how::left_out; };
    if (!std::ranges::all_of(call.placed, was_left_out)) found_.close_calls.push_back(std::move(call));
    return true;
  }

  // Tries a step at an instant, unless that was done for another boundary; false where the judges disagree.
  bool place(step_index moved, instant to, placing& placed) {
    turn_order order = found_.steps[moved].order;
    if (to == order.at) {
      placed.was = placing::how::as_it_is;
    } else if (to < alone_->start || to > alone_->end) {
      placed.was = placing::how::outside;
    } else if (const auto before = tried_at_.find(to); before != tried_at_.end()) {
      placed = before->second;
    } else if (is_spent()) {
      ++found_.counts.left_out;
      tried_at_.emplace(to, placed);
    } else {
      order.at = to;
      const auto tried = attempt({{moved, order}}, {moved, to, {}, {}});
      if (!tried) return false;
      placed = {placing::how::tried, *tried};
      tried_at_.emplace(to, placed);
    }
    return true;
  }

  // Tries the steps of each instant in other orders.
  void reorder_steps() {
    std::vector<step_index> here;
    for (step_index i = 0; i < found_.steps.size(); ++i) {
      if (!found_.steps[i].can_move()) continue;
      if (!here.empty() && found_.steps[here.front()].order.at != found_.steps[i].order.at) {
        if (!reorder(here)) return;
        here.clear();
      }
      here.push_back(i);
    }
    reorder(here);
  }

  // False where the judges disagree.
  bool reorder(const std::vector<step_index>& together) {
    if (together.size() < 2) return true;
    if (is_spent()) {
      found_.counts.left_out += count_of_other_orders(together.size());
      return true;
    }
    const turn_order& first = found_.steps[together.front()].order;
    crowd of{first.at, together, together.size() > most_in_every_order, {}};
    for (const order_of_things& order :
         other_orders(together.size(), alone_->seed, entity_of(spec_.name), first.number)) {
      if (is_spent()) {
        ++found_.counts.left_out;
        continue;
      }
      changes made;
      std::vector<step_index> in_order;
      for (std::size_t place = 0; place < order.size(); ++place) {
        in_order.push_back(together[order[place]]);
        made.emplace_back(in_order.back(), found_.steps[together[place]].order);
      }
      const auto tried = attempt(made, {no_step, first.at, in_order, {}});
      if (!tried) return false;
      of.orders.push_back({std::move(in_order), *tried});
    }
    found_.crowds.push_back(std::move(of));
    return true;
  }

  const account_spec& spec_;
  std::shared_ptr<world> alone_;  // the world with this account alone, as the variant at hand has it
  const wishes& wanted_;
  std::uint64_t& done_;
  const std::function<void()>& on_variant_;
  account_findings found_;
  std::map<instant, std::vector<boundary_reason>> boundaries_;
  std::map<instant, placing> tried_at_;  // of the step at hand
};

}  // namespace

// Expectations, rules and totals are not judged here, so no variant carries them along.
sweeper::sweeper(std::shared_ptr<const world> in, const wishes& wanted)
    : world_(std::move(in)), without_accounts_(std::make_shared<world>(*world_)), wanted_(wanted) {
  without_accounts_->accounts.clear();
  without_accounts_->expectations.clear();
  without_accounts_->rules.clear();
  without_accounts_->totals.clear();
}

account_findings sweeper::sweep(account_index account) {
  return account_sweep(*world_, account, without_accounts_, wanted_, done_, on_variant).sweep();
}

}  // namespace drawdown::sweep
