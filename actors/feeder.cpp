// The feeder: reads bulk usage on while accounts work what was read before.
#include "actors/spawn.hpp"

namespace drawdown::actors {
namespace {

class feeder : public feeder_actor::base {
 public:
  feeder(caf::actor_config& config, usage_feed* feed) : feeder_actor::base(config), feed_(feed) {
    end_on_exception(this, [] { return std::uint64_t{0}; });
  }

  const char* name() const override { return "feeder"; }

  behavior_type make_behavior() override {
    return {
        [this](feed_atom) -> fed_ptr { return std::make_shared<const result<fed_chunk>>(feed_->next()); }};
  }

 private:
  usage_feed* feed_;
};

}  // namespace

feeder_actor spawn_feeder(caf::actor_system& system, usage_feed& feed) {
  return system.spawn<feeder>(&feed);
}

}  // namespace drawdown::actors
