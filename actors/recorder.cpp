// The recorder: hands commit blocks to the sink, one after the other.
#include "actors/spawn.hpp"

namespace drawdown::actors {
namespace {

class recorder : public recorder_actor::base {
 public:
  recorder(caf::actor_config& config, block_sink* sink) : recorder_actor::base(config), sink_(sink) {
    end_on_exception(this, [this] { return kept_; });
  }

  const char* name() const override { return "recorder"; }

  behavior_type make_behavior() override {
    return {[this](const blocks_ptr& blocks) -> error_ptr {
      for (const auto& block : *blocks) {
        if (auto written = sink_->write(*block); !written)
          return std::make_shared<const error>(std::move(written.error()));
        ++kept_;
      }
      return nullptr;
    }};
  }

 private:
  block_sink* sink_;
  std::uint64_t kept_ = 0;  // blocks, which its supervisor hears where it dies
};

}  // namespace

recorder_actor spawn_recorder(caf::actor_system& system, block_sink& sink) {
  return system.spawn<recorder>(&sink);
}

}  // namespace drawdown::actors
