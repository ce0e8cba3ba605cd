// Usage files in every format, packed and plain.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/usage/byte_source.hpp"
#include "scenarios/usage/row_source.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

constexpr std::array formats = {bulk::table_format::csv, bulk::table_format::ndjson,
                                bulk::table_format::cloud_events};
constexpr std::array packings = {bulk::packing::plain, bulk::packing::gzip, bulk::packing::zstd};

// What a packed file may come to here: one that unpacks without end is no use of time.
constexpr std::uint64_t most_unpacked = 1U << 20U;

}  // namespace

void usage_rows(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto kind = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  auto from =
      bulk::unpack(bulk::bytes_in_memory(bytes), packings.at(kind / formats.size() % packings.size()));
  const auto rows =
      bulk::read_rows(bulk::at_most(std::move(from), most_unpacked), formats.at(kind % formats.size()));
  if (!rows->has_header()) {
    const std::vector<std::string> names = {"time", "account", "data.tokens", "quantity"};
    rows->name_cells(names);
  }
  std::uint64_t told = 0;
  for (;;) {
    switch (rows->next()) {
      case bulk::row_source::step::row:
      case bulk::row_source::step::fault:
        promise(++told <= most_unpacked + bytes.size(), "no more rows come than there are bytes");
        break;
      case bulk::row_source::step::broken:
        promise(!rows->why().message.empty(), "what is broken says why");
        return;
      case bulk::row_source::step::end:
        return;
    }
  }
}

}  // namespace drawdown::fuzz
