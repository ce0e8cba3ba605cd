// Files of measurements, which `drawdown compare` reads.
#include <string>

#include "engine/measure/measurements_json.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

void measurements(std::string_view bytes) {
  const auto read = measurement::from_json(bytes);
  if (!read) {
    promise(!read.error().message.empty(), "what is not read says why");
    return;
  }
  const auto again = measurement::from_json(measurement::to_json(*read));
  promise(again.has_value(), "what is written is read");
  promise(*again == *read, "what is written and read is the same");
}

}  // namespace drawdown::fuzz
