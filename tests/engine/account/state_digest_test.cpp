#include "engine/account/state_digest.hpp"

#include <catch2/catch.hpp>
#include <xxhash.h>

using namespace drawdown;

namespace {

// Writes fields of all sorts, `rounds` times.
template <class Writer>
void write_fields(Writer& write, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    write(i % 2 == 0, static_cast<std::uint16_t>(i), instant::from_us(i * 1'000'003LL));
    write(duration::from_us(i), credits::from_micro(-i), money::from_minor(i * 7));
    write(span_of_time(calendar_span{i, calendar_unit::months}));
    write(static_cast<std::uint64_t>(i) << 40U, span_of_time(duration::days(i)), i);
  }
}

}  // namespace

TEST_CASE("a state has the digest of its fields as a block encodes them, however many there are") {
  const int rounds = GENERATE(0, 1, 2, 30, 31, 32, 33, 40, 500);
  CAPTURE(rounds);
  std::vector<std::byte> encoded;
  record::field_writer plain(encoded);
  write_fields(plain, rounds);

  state_digest digest;
  write_fields(digest, rounds);
  CHECK(digest.finish() == XXH3_64bits(encoded.data(), encoded.size()));
}

TEST_CASE("a field that is larger than what a digest keeps is hashed whole") {
  const std::vector<std::uint64_t> many(10'000, 77);
  std::vector<std::byte> encoded;
  record::field_writer plain(encoded);
  plain(many, std::uint8_t{1});

  state_digest digest;
  digest(many, std::uint8_t{1});
  CHECK(digest.finish() == XXH3_64bits(encoded.data(), encoded.size()));
}
