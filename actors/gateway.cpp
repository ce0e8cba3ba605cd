// The gateway: answers charges. It keeps no state across payments.
#include <chrono>
#include <map>
#include <utility>

#include "actors/spawn.hpp"
#include "engine/payments/gateway_core.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

class gateway : public gateway_actor::base {
 public:
  gateway(caf::actor_config& config, std::shared_ptr<const world> in)
      : gateway_actor::base(config), world_(std::move(in)) {
    end_on_exception(this, [] { return std::uint64_t{0}; });
  }

  const char* name() const override { return "gateway"; }

  behavior_type make_behavior() override {
    return {[this](const charge_ptr& message) -> script_ptr {
      ensure(DRAWDOWN_PLANTED("gateway_dies", true, false), "planted: a gateway dies when it is asked");
      script told = gateway_script(*world_, message->account, message->asked);
      plant_into(told);
      return std::make_shared<const script>(std::move(told));
    }};
  }

 private:
  // Planted bugs that tests must notice: state where there should be none. Nothing in the product.
  void plant_into([[maybe_unused]] script& told) {
#ifdef DRAWDOWN_PLANTED_BUGS
    ++answered_;
    for (notice& n : told.notices) {
      const auto wall_us = std::chrono::steady_clock::now().time_since_epoch().count() / 1000 % 1000;
      n.at = n.at + duration::from_us(DRAWDOWN_PLANTED("leak_wall_time", 0, wall_us));
      n.at = n.at + duration::from_us(DRAWDOWN_PLANTED("leak_arrival_order", 0, answered_));
    }
    const auto of_first = told_.try_emplace({told.of.payment, told.of.attempt}, told).first;
    told = DRAWDOWN_PLANTED("gateway_mixes_customers", told, of_first->second);
#endif
  }

  std::shared_ptr<const world> world_;
#ifdef DRAWDOWN_PLANTED_BUGS
  std::int64_t answered_ = 0;
  std::map<std::pair<std::uint64_t, std::uint64_t>, script> told_;  // by payment and attempt, whosever
#endif
};

}  // namespace

gateway_actor spawn_gateway(caf::actor_system& system, std::shared_ptr<const world> in) {
  return system.spawn<gateway>(std::move(in));
}

}  // namespace drawdown::actors
