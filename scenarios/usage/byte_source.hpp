// The bytes of a file from its beginning to its end, unpacked where it is packed, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown::bulk {

// How a file is packed, by the end of its name.
enum class packing : std::uint8_t { plain, gzip, zstd };

// `.gz`, `.zst`, in capital letters too; anything else is plain.
packing packing_of(std::string_view name);

// The name without the ending that says how it is packed.
std::string_view unpacked_name(std::string_view name);

// Bytes that come one after another.
class byte_source {
 public:
  byte_source() = default;
  byte_source(const byte_source&) = delete;
  byte_source& operator=(const byte_source&) = delete;
  virtual ~byte_source() = default;

  // Fills the beginning of `into`, which is not empty, and says with how many bytes; zero at the end alone.
  // Errors: `unreadable`, `corrupt` of what is packed and can't be unpacked, or ends too early.
  virtual result<std::size_t> read(std::span<char> into) = 0;

  // How many bytes were read as they are stored, and the XXH3 of all these.
  virtual std::uint64_t stored_bytes() const = 0;
  virtual std::uint64_t stored_hash() const = 0;
};

// The bytes of the file at `path`, as they are stored.
result<std::unique_ptr<byte_source>> open_file(const std::string& path);

// Bytes in memory, which must outlive it.
std::unique_ptr<byte_source> bytes_in_memory(std::string_view bytes);

// What is in them, unpacked. A packed file may be made of several, one behind another.
std::unique_ptr<byte_source> unpack(std::unique_ptr<byte_source> stored, packing how);

// The same bytes, and an error (`out_of_range`) where there are more than so many.
std::unique_ptr<byte_source> at_most(std::unique_ptr<byte_source> from, std::uint64_t most);

}  // namespace drawdown::bulk
