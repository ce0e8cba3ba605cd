#include "engine/checkpoint/checkpoint.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "engine/record/block_layout.hpp"
#include "engine/record/encoding.hpp"

namespace drawdown {
namespace {

constexpr std::uint32_t magic = 0x31434444;      // "DDC1": the version is part of it
constexpr std::uint32_t end_magic = 0x45434444;  // "DDCE"
constexpr std::size_t usual_header_bytes = 256;
constexpr std::size_t part_header_bytes = 2 * sizeof(std::uint32_t);

record::bytes part_of(std::span<const std::byte> content) {
  record::bytes part;
  part.reserve(part_header_bytes + content.size());
  record::field_writer write(part);
  write(static_cast<std::uint32_t>(content.size()), record::checksum_of(content));
  record::append(part, content);
  return part;
}

template <class... Fields>
record::bytes encoded(const Fields&... fields) {
  record::bytes content;
  content.reserve(usual_header_bytes);
  record::field_writer write(content);
  write(fields...);
  return content;
}

// Reads parts from the front of the bytes to their end.
class part_reader {
 public:
  explicit part_reader(std::span<const std::byte> data) : data_(data) {}

  result<std::span<const std::byte>> next() {
    record::field_reader read(data_.subspan(at_));
    std::uint32_t size = 0;
    std::uint32_t checksum = 0;
    read(size, checksum);
    if (!read.ok() || size > read.left()) return wrong("it is cut short");
    const auto content = data_.subspan(at_ + part_header_bytes, size);
    if (record::checksum_of(content) != checksum) return wrong("a checksum is wrong");
    at_ += part_header_bytes + size;
    return content;
  }

  tl::unexpected<error> wrong(std::string_view why) const {
    return fail(error_code::corrupt, fmt::format("{} at byte {}", why, at_));
  }
  std::size_t left() const { return data_.size() - at_; }

 private:
  std::span<const std::byte> data_;
  std::size_t at_ = 0;
};

}  // namespace

record::bytes header_part(const checkpoint_header& header) {
  return part_of(encoded(magic, header.epoch, header.until, header.blocks, header.accounts, header.counts));
}

record::bytes account_part(std::span<const std::byte> state) {
  return part_of(state);
}

record::bytes end_part() {
  return part_of(encoded(end_magic));
}

result<checkpoint_view> open_checkpoint(std::span<const std::byte> data) {
  part_reader parts(data);
  const auto first = parts.next();
  if (!first) return tl::unexpected(first.error());
  checkpoint_view view;
  checkpoint_header& h = view.header;
  record::field_reader read(*first);
  std::uint32_t found_magic = 0;
  read(found_magic, h.epoch, h.until, h.blocks, h.accounts, h.counts);
  if (!read.ok() || found_magic != magic)
    return fail(error_code::corrupt, "these bytes are no checkpoint of this version at byte 0");
  for (std::uint32_t i = 0; i < h.accounts; ++i) {
    const auto account = parts.next();
    if (!account) return tl::unexpected(account.error());
    view.accounts.push_back(*account);
  }
  const auto last = parts.next();
  if (!last) return tl::unexpected(last.error());
  if (!std::ranges::equal(*last, encoded(end_magic)) || parts.left() > 0)
    return parts.wrong("something stands behind its end");
  return view;
}

}  // namespace drawdown
