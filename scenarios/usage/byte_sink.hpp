// A file that is written from its beginning to its end, packed as its name says.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "scenarios/usage/byte_source.hpp"

namespace drawdown::bulk {

class byte_sink {
 public:
  byte_sink() = default;
  byte_sink(const byte_sink&) = delete;
  byte_sink& operator=(const byte_sink&) = delete;
  virtual ~byte_sink() = default;

  // Errors: `unreadable`, with the reason in words.
  virtual result<void> write(std::string_view bytes) = 0;
  // Writes what is left. Nothing is written after it; without it the file is not whole.
  virtual result<void> close() = 0;
};

// Makes the file at `path` anew. The same bytes make the same file, however they are cut.
result<std::unique_ptr<byte_sink>> create_file(const std::string& path);

// Packs what is written to it, and writes that.
std::unique_ptr<byte_sink> pack(std::unique_ptr<byte_sink> into, packing how);

}  // namespace drawdown::bulk
