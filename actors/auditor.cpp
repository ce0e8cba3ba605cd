// The auditor: runs the reference ledger over an epoch. What the judge keeps of an account comes with the
// question and goes with the verdict, so any shard can be restarted at any time.
#include "actors/spawn.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::actors {
namespace {

class auditor : public auditor_actor::base {
 public:
  auditor(caf::actor_config& config, std::shared_ptr<const world> in)
      : auditor_actor::base(config), world_(std::move(in)) {
    end_on_exception(this, [] { return std::uint64_t{0}; });
  }

  const char* name() const override { return "auditor"; }

  behavior_type make_behavior() override {
    return {[this](const judge_ptr& message) -> verdict_ptr {
      ensure(DRAWDOWN_PLANTED("auditor_dies", true, false), "planted: an auditor dies when it is asked");
      auto judged = message->judged ? DRAWDOWN_PLANTED("auditor_judges_in_place",
                                                       std::make_shared<audit_state>(*message->judged),
                                                       std::const_pointer_cast<audit_state>(message->judged))
                                    : std::make_shared<audit_state>(world_, message->account);
      auto found = audit_epoch(*world_, *judged, *message->stimuli, *message->block, message->verify);
      return std::make_shared<const verdict_message>(verdict_message{std::move(found), std::move(judged)});
    }};
  }

 private:
  std::shared_ptr<const world> world_;
};

}  // namespace

auditor_actor spawn_auditor(caf::actor_system& system, std::shared_ptr<const world> in) {
  return system.spawn<auditor>(std::move(in));
}

}  // namespace drawdown::actors
