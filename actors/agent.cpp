// The agent: answers what it wants to do next. Within an epoch it can be asked again from the start by an
// account that was restarted, and answers the same.
#include <optional>

#include "actors/spawn.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

class agent : public agent_actor::base {
 public:
  agent(caf::actor_config& config, std::shared_ptr<const agent_core> committed)
      : agent_actor::base(config), latest_(std::move(committed)) {
    end_on_exception(this, [] { return std::uint64_t{0}; });
  }

  const char* name() const override { return "agent"; }

  behavior_type make_behavior() override {
    return {[this](const want_ptr& message) {
      if (message->life < life_) return;  // of an account that is gone
      send(caf::actor_cast<account_actor>(current_sender()), answer(*message));
    }};
  }

 private:
  plan_ptr answer(const want_message& message) {
    ensure(DRAWDOWN_PLANTED("agent_dies", true, false), "planted: an agent dies when it is asked");
    const want& asked = message.asked;
    if (asked.chunk == 0) {
      if (DRAWDOWN_PLANTED("agent_goes_on_after_a_restart", asked.epoch != epoch_, true))
        at_epoch_start_ = latest_;
      now_ = *at_epoch_start_;
      epoch_ = asked.epoch;
    }
    life_ = message.life;
    plan told = now_.value().answer(asked);
    const bool is_last = told.complete_until >= asked.until;
    if (is_last) latest_ = std::make_shared<const agent_core>(*now_);
    return std::make_shared<const plan_message>(plan_message{std::move(told), is_last ? latest_ : nullptr});
  }

  incarnation life_ = 0;
  std::uint32_t epoch_ = 0;  // epochs count from 1
  std::shared_ptr<const agent_core> at_epoch_start_;
  std::shared_ptr<const agent_core> latest_;  // at the end of what was told last
  std::optional<agent_core> now_;             // once it was asked
};

}  // namespace

agent_actor spawn_agent(caf::actor_system& system, std::shared_ptr<const agent_core> committed) {
  return system.spawn<agent, caf::lazy_init>(std::move(committed));
}

}  // namespace drawdown::actors
