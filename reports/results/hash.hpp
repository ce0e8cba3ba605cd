// The fingerprint of an input, by which a result says what it was made from.
#pragma once

#include <string>
#include <string_view>

namespace drawdown::reports {

// XXH3 with 128 bits of some bytes, in 32 hexadecimal digits as `xxh128sum` prints them. It finds
// accidents, not forgery.
std::string xxh3_of(std::string_view bytes);

}  // namespace drawdown::reports
