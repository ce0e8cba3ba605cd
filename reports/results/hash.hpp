// The fingerprint of an input, by which a result says what it was made from.
#pragma once

#include <string>
#include <string_view>

namespace drawdown::reports {

// XXH3 with 128 bits of some bytes, in 32 hexadecimal digits as `xxh128sum` prints them. It finds
// accidents, not forgery.
std::string xxh3_of(std::string_view bytes);

// Whether that is the hash of these bytes: of 128 bits, or of 64 as a usage file has it that is read as it
// comes.
bool is_xxh3_of(std::string_view hash, std::string_view bytes);

}  // namespace drawdown::reports
