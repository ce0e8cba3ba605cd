#include "reports/results/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace drawdown::reports {

std::string xxh3_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

bool is_xxh3_of(std::string_view hash, std::string_view bytes) {
  return hash == xxh3_of(bytes) || hash == fmt::format("{:016x}", XXH3_64bits(bytes.data(), bytes.size()));
}

}  // namespace drawdown::reports
