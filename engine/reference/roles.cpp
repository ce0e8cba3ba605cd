#include "engine/reference/roles.hpp"

#include <algorithm>
#include <string>

#include "engine/reference/allocations.hpp"

namespace drawdown::reference {
namespace {

bool is_among(const std::vector<user_index>& users, user_index who) {
  return who == no_user || std::find(users.begin(), users.end(), who) != users.end();
}

bool opens(const plan_terms& plan, const std::string& feature) {
  return std::find(plan.features.begin(), plan.features.end(), feature) != plan.features.end();
}

}  // namespace

bool may_manage(const desk& d, user_index who) {
  return is_among(d.account.managers, who);
}

outcome work_view_usage(desk& d, const effect_key& key, user_index who) {
  const outcome result = is_among(d.account.viewers, who) ? outcome::shown : outcome::forbidden;
  d.tell(command_event{key, command_event::what::view_usage, result, false});
  return result;
}

bool is_open_to_top_ups(const desk& d) {
  const subscription& s = d.books.subscription;
  if (s.runs() && !terms_of(d, s.plan).top_ups) return false;
  if (!d.sold().top_ups.requires_plan) return true;
  return s.state == subscription_state::active && terms_of(d, s.plan).price > money{};
}

bool has_feature_of(const desk& d, meter_index meter) {
  if (meter == no_meter) return true;
  const std::string& feature = d.sold().meters[meter].feature;
  if (feature.empty()) return true;
  const subscription& s = d.books.subscription;
  if (s.runs() && opens(terms_of(d, s.plan), feature)) return true;
  const std::vector<plan_terms>& plans = d.sold().plans;
  return std::none_of(plans.begin(), plans.end(), [&](const plan_terms& p) { return opens(p, feature); });
}

}  // namespace drawdown::reference
