// What somebody plans to use, as words of a command line say it: `call=2h`, `render=3,times=2,value=fast`.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/catalog.hpp"
#include "engine/units/error.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown::cli {

// A planned activity before it is known what is sold.
struct planned_usage {
  std::string meter;
  std::string quantity;
  std::string times;  // empty: not said
  std::string value;  // of the attribute that the price goes by; empty: not said
};

// METER=QUANTITY[,times=N][,value=WORD]. `malformed` says what is wrong with the words themselves.
result<planned_usage> read_planned_usage(std::string_view text);

// What that is of the meters of a catalog (R7.1, R7.2). `malformed` names what does not fit the meter.
result<metered_quantity> find_activity(const catalog& sold, const planned_usage& planned);

}  // namespace drawdown::cli
