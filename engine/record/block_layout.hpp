// How a commit block lies in bytes: what its writer and its readers share, and nobody else knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <variant>

#include "engine/time/instant.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"

namespace drawdown::record {

inline constexpr std::uint32_t magic = 0x34424444;  // "DDB4": the version is part of it
inline constexpr std::size_t figures_bytes = 8 * (lot_kinds + 3);
inline constexpr std::size_t header_bytes = 52 + figures_bytes;
inline constexpr std::size_t size_offset = 4;
inline constexpr std::size_t count_offset = 40;
inline constexpr std::size_t digest_offset = 44;
inline constexpr std::size_t figures_offset = 52;
inline constexpr std::size_t checksum_bytes = 4;
inline constexpr std::size_t smallest_block = header_bytes + checksum_bytes;
inline constexpr std::size_t smallest_entry = 9;  // which event it is, and its instant

// The first byte of an entry says which event it is: the number of the alternative of `event_body`.
using tag = std::uint8_t;
inline constexpr tag usage_tag = 0;
static_assert(std::is_same_v<std::variant_alternative_t<usage_tag, event_body>, usage_event>);

// What else a usage's entry tells.
enum usage_flag : std::uint8_t {
  is_repeated = 1,
  is_extended = 2,  // a usage_extension follows
  is_only_lot = 4,  // there is one slice, of the whole amount; else the slices follow
};

// A usage as it lies in a block: 64 bytes; 56 more where it has a user, a group, a part that no lot paid, a
// factor, a time of its own, a later version of the catalog or a part that was not charged; 16 more for each
// slice, unless a single one is the whole amount.
struct usage_entry {
  tag entry = usage_tag;
  outcome result = outcome::charged;
  std::uint16_t meter = 0;
  agent_index agent = no_agent;
  std::int64_t at_us = 0;
  std::int64_t quantity = 0;
  std::int64_t amount_micro = 0;
  std::int64_t balance_micro = 0;
  std::uint8_t key_space = 0;
  std::uint8_t flags = 0;
  value_index value = no_value;
  std::uint32_t key_owner = 0;
  std::uint64_t key_number = 0;
  lot_id only_lot = 0;
  std::uint32_t slices = 0;  // that follow
};
static_assert(sizeof(usage_entry) == 64 && std::is_trivially_copyable_v<usage_entry>);

// What few usages have.
struct usage_extension {
  group_index group = no_group;
  user_index user = no_user;
  std::uint16_t version = 0;
  std::int64_t debt_micro = 0;
  std::int64_t forgiven_micro = 0;
  std::int64_t times = 1;
  std::int64_t occurred_at_us = instant::never().us();
  std::int64_t uncharged = 0;
  std::int64_t invoiced_micro = 0;
};
static_assert(sizeof(usage_extension) == 56 && std::is_trivially_copyable_v<usage_extension>);

struct slice_entry {
  lot_id lot = 0;
  std::uint32_t reserved = 0;
  std::int64_t amount_micro = 0;
};
static_assert(sizeof(slice_entry) == 16);

// The CRC-32C that closes a block.
std::uint32_t checksum_of(std::span<const std::byte> data);

}  // namespace drawdown::record
