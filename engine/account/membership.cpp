// What the account's subscription opens (R8.1, R9.2).
#include <algorithm>

#include "engine/account/account_core.hpp"

namespace drawdown {
namespace {

bool lists(const plan_terms& plan, const std::string& feature) {
  return std::find(plan.features.begin(), plan.features.end(), feature) != plan.features.end();
}

}  // namespace

// Whether a feature is open to the account: one that some plan lists, to those whose plan lists it; any
// other, to all (R8.1).
bool account_core::opens_feature(const std::string& feature) const {
  if (subscription_->runs() && lists(plan_now(), feature)) return true;
  const std::vector<plan_terms>& plans = sold().plans;
  return std::none_of(plans.begin(), plans.end(), [&](const plan_terms& p) { return lists(p, feature); });
}

// Whether the account has an active plan with a price; one that is to end counts, one that is past due does
// not (R9.2).
bool account_core::is_member() const {
  return subscription_->state == subscription_state::active && !plan_now().price.is_zero();
}

// Whether top-ups are open to the account: by their own terms (R9.2), and by those of its plan (R8.1).
bool account_core::may_top_up() const {
  if (sold().top_ups.requires_plan && !is_member()) return false;
  return !subscription_->runs() || plan_now().top_ups;
}

}  // namespace drawdown
