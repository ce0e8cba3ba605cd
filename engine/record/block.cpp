#include "engine/record/block.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <isa-l/crc.h>

#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"

namespace drawdown::record {
namespace {

constexpr std::uint32_t magic = 0x31424444;  // "DDB1": the version is part of it
constexpr std::size_t figures_bytes = 8 * (lot_kinds + 2);
constexpr std::size_t header_bytes = 52 + figures_bytes;
constexpr std::size_t size_offset = 4;
constexpr std::size_t count_offset = 40;
constexpr std::size_t digest_offset = 44;
constexpr std::size_t figures_offset = 52;
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t smallest_block = header_bytes + checksum_bytes;

// The first byte of an entry: which event it is. The numbers are those of the alternatives of `event_body`.
enum class tag : std::uint8_t {
  usage,
  lot,
  lot_end,
  command,
  charge,
  heard,
  recharge_failed,
  recharge_off,
  figures
};
static_assert(std::variant_size_v<event_body> == 9);

// A usage as it lies in a block: 64 bytes, and 16 more for each slice where there is more than one.
struct usage_entry {
  tag entry = tag::usage;
  outcome result = outcome::charged;
  std::uint16_t meter = 0;
  agent_index agent = no_agent;
  std::int64_t at_us = 0;
  std::int64_t quantity = 0;
  std::int64_t amount_micro = 0;
  std::int64_t balance_micro = 0;
  effect_key::space key_space = effect_key::space::given;
  std::uint32_t key_owner = 0;
  std::uint64_t key_number = 0;
  lot_id only_lot = 0;                    // where there is exactly one slice
  std::uint32_t slices_and_repeated = 0;  // number of slices x 2, plus 1 if repeated
};
static_assert(sizeof(usage_entry) == 64 && std::is_trivially_copyable_v<usage_entry>);

struct slice_entry {
  lot_id lot = 0;
  std::uint32_t reserved = 0;
  std::int64_t amount_micro = 0;
};
static_assert(sizeof(slice_entry) == 16);

std::uint32_t checksum_of(std::span<const std::byte> data) {
  // ISA-L takes a pointer to non-const and an int, and leaves the final inversion to the caller.
  std::uint32_t crc = 0xFFFFFFFFU;
  constexpr std::size_t most = std::size_t{1} << 30;
  for (std::size_t done = 0; done < data.size();) {
    const std::size_t length = std::min(most, data.size() - done);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-pro-type-reinterpret-cast)
    auto* front = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(data.data() + done));
    crc = crc32_iscsi(front, static_cast<int>(length), crc);
    done += length;
  }
  return ~crc;
}

template <class T>
void append_plain(bytes& buffer, const T& value) {
  const std::size_t at = buffer.size();
  buffer.resize(at + sizeof(T));
  std::memcpy(buffer.data() + at, &value, sizeof(T));
}

// Appends one event that is not a usage.
struct entry_writer {
  field_writer& write;
  void operator()(const usage_event&) const { throw defect("a usage has an encoding of its own"); }
  void operator()(const lot_event& e) const { lot_fields(write, e); }
  void operator()(const lot_end_event& e) const { lot_end_fields(write, e); }
  void operator()(const command_event& e) const { command_fields(write, e); }
  void operator()(const charge_event& e) const { charge_fields(write, e); }
  void operator()(const heard_event& e) const { heard_fields(write, e); }
  void operator()(const recharge_failed_event& e) const { recharge_failed_fields(write, e); }
  void operator()(const recharge_off_event& e) const { recharge_off_fields(write, e); }
  void operator()(const figures_event& e) const { figures_fields(write, e); }
};

template <class Event, class Fields>
event_body read_body(field_reader& read, Fields fields) {
  Event e;
  fields(read, e);
  return e;
}

event_body read_entry(tag which, field_reader& read) {
  const auto fields = [](auto list) { return list; };
  switch (which) {
    case tag::lot:
      return read_body<lot_event>(read, fields([](auto& a, auto& e) { lot_fields(a, e); }));
    case tag::lot_end:
      return read_body<lot_end_event>(read, fields([](auto& a, auto& e) { lot_end_fields(a, e); }));
    case tag::command:
      return read_body<command_event>(read, fields([](auto& a, auto& e) { command_fields(a, e); }));
    case tag::charge:
      return read_body<charge_event>(read, fields([](auto& a, auto& e) { charge_fields(a, e); }));
    case tag::heard:
      return read_body<heard_event>(read, fields([](auto& a, auto& e) { heard_fields(a, e); }));
    case tag::recharge_failed:
      return read_body<recharge_failed_event>(read,
                                              fields([](auto& a, auto& e) { recharge_failed_fields(a, e); }));
    case tag::recharge_off:
      return read_body<recharge_off_event>(read, fields([](auto& a, auto& e) { recharge_off_fields(a, e); }));
    case tag::figures:
      return read_body<figures_event>(read, fields([](auto& a, auto& e) { figures_fields(a, e); }));
    case tag::usage:
      break;
  }
  throw defect("a usage has a decoding of its own");
}

// Reads the usage at `position`, which it moves behind it; false where the bytes don't hold one.
bool read_usage(std::span<const std::byte> data, std::size_t& position, event& out) {
  usage_entry entry;
  if (data.size() - position < sizeof entry) return false;
  std::memcpy(&entry, data.data() + position, sizeof entry);
  position += sizeof entry;
  usage_event e{.key = {entry.key_space, entry.key_owner, entry.key_number},
                .agent = entry.agent,
                .meter = entry.meter,
                .quantity = entry.quantity,
                .result = entry.result,
                .repeated = (entry.slices_and_repeated & 1U) != 0,
                .amount = credits::from_micro(entry.amount_micro),
                .balance = credits::from_micro(entry.balance_micro),
                .slices = {}};
  const std::uint32_t count = entry.slices_and_repeated >> 1U;
  if (count == 1) e.slices.push_back({entry.only_lot, e.amount});
  if (count > 1) {
    if ((data.size() - position) / sizeof(slice_entry) < count) return false;
    e.slices.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      slice_entry slice;
      std::memcpy(&slice, data.data() + position, sizeof slice);
      position += sizeof slice;
      e.slices.push_back({slice.lot, credits::from_micro(slice.amount_micro)});
    }
  }
  out = {instant::from_us(entry.at_us), std::move(e)};
  return true;
}

}  // namespace

void block_writer::begin(account_index account, std::uint32_t epoch, instant from, instant until,
                         std::uint64_t first_number) {
  buffer_.clear();
  event_count_ = 0;
  field_writer write(buffer_);
  constexpr std::uint32_t filled_in_at_the_end = 0;
  constexpr std::uint64_t digest_at_the_end = 0;
  write(magic, filled_in_at_the_end, account, epoch, from, until, first_number, filled_in_at_the_end,
        digest_at_the_end);
  buffer_.resize(header_bytes);  // the figures, too, are filled in at the end
}

void block_writer::usage(instant at, const usage_event& header, std::span<const slice> slices) {
  usage_entry entry;
  entry.result = header.result;
  entry.meter = header.meter;
  entry.agent = header.agent;
  entry.at_us = at.us();
  entry.quantity = header.quantity;
  entry.amount_micro = header.amount.micro();
  entry.balance_micro = header.balance.micro();
  entry.key_space = header.key.from;
  entry.key_owner = header.key.owner;
  entry.key_number = header.key.number;
  ensure(slices.size() != 1 || slices.front().amount == header.amount, "a single slice is the whole amount");
  entry.only_lot = slices.size() == 1 ? slices.front().lot : 0;
  entry.slices_and_repeated = static_cast<std::uint32_t>(slices.size()) * 2U + (header.repeated ? 1U : 0U);
  append_plain(buffer_, entry);
  if (slices.size() > 1)
    for (const slice& s : slices) append_plain(buffer_, slice_entry{s.lot, 0, s.amount.micro()});
  ++event_count_;
}

void block_writer::append(instant at, const event_body& body) {
  if (const auto* used = std::get_if<usage_event>(&body)) {
    usage(at, *used, used->slices);
    return;
  }
  field_writer write(buffer_);
  write(static_cast<tag>(body.index()), at);
  std::visit(entry_writer{write}, body);
  ++event_count_;
}

bytes block_writer::finish(std::uint64_t state_digest, const figures& at_end) {
  const auto size = static_cast<std::uint32_t>(buffer_.size() + checksum_bytes);
  ensure(buffer_.size() + checksum_bytes <= UINT32_MAX, "a commit block passed 4 GB");
  std::memcpy(buffer_.data() + size_offset, &size, sizeof size);
  std::memcpy(buffer_.data() + count_offset, &event_count_, sizeof event_count_);
  std::memcpy(buffer_.data() + digest_offset, &state_digest, sizeof state_digest);
  bytes encoded_figures;
  field_writer write_figures(encoded_figures);
  account_figures_fields(write_figures, at_end);
  std::memcpy(buffer_.data() + figures_offset, encoded_figures.data(), figures_bytes);
  field_writer write(buffer_);
  write(checksum_of(buffer_));
  return std::move(buffer_);
}

result<block_view> block_view::open(std::span<const std::byte> data) {
  if (data.size() < smallest_block)
    return fail(error_code::corrupt, "a block is cut short: its header is not whole");
  field_reader read(data);
  block_view view;
  std::uint32_t found_magic = 0;
  std::uint32_t size = 0;
  block_header& h = view.header_;
  read(found_magic, size, h.account, h.epoch, h.from, h.until, h.first_number, h.event_count, h.state_digest);
  account_figures_fields(read, h.at_end);
  if (found_magic != magic)
    return fail(error_code::corrupt, "these bytes are no commit block of this version");
  if (size < smallest_block)
    return fail(error_code::corrupt, "a block says that it is shorter than its header");
  if (size > data.size()) return fail(error_code::corrupt, "a block is cut short: its end is missing");
  std::uint32_t written = 0;
  std::memcpy(&written, data.data() + size - checksum_bytes, checksum_bytes);
  if (written != checksum_of(data.first(size - checksum_bytes)))
    return fail(error_code::corrupt, "a block's checksum is wrong");
  view.size_bytes_ = size;
  view.entries_ = data.subspan(header_bytes, size - smallest_block);
  return view;
}

result<std::vector<event>> block_view::events() const {
  std::vector<event> events;
  events.reserve(header_.event_count);
  const auto broken = [](std::size_t offset) {
    return fail(error_code::corrupt, fmt::format("a block's entry at byte {} does not decode", offset));
  };
  for (std::size_t position = 0; position < entries_.size();) {
    const std::size_t start = position;
    const auto which = static_cast<tag>(entries_[position]);
    event e;
    if (which == tag::usage) {
      if (!read_usage(entries_, position, e)) return broken(start);
    } else if (which <= tag::figures) {
      field_reader read(entries_.subspan(position + 1));
      read(e.at);
      e.body = read_entry(which, read);
      if (!read.ok()) return broken(start);
      position += 1 + read.position();
    } else {
      return broken(start);
    }
    events.push_back(std::move(e));
  }
  if (events.size() != header_.event_count)
    return fail(error_code::corrupt, fmt::format("a block says that it has {} events and has {}",
                                                 header_.event_count, events.size()));
  return events;
}

namespace {

// Whether a whole block stands behind the front of `rest`: then what is in front is broken, and no torn tail.
bool has_whole_block_behind(std::span<const std::byte> rest) {
  const auto front = std::as_bytes(std::span(&magic, 1));
  for (auto at = rest.begin() + 1; at < rest.end(); ++at) {
    at = std::search(at, rest.end(), front.begin(), front.end());
    if (at != rest.end() && block_view::open(rest.subspan(static_cast<std::size_t>(at - rest.begin()))))
      return true;
  }
  return false;
}

}  // namespace

result<segment> split_segment(std::span<const std::byte> data) {
  segment found;
  std::size_t offset = 0;
  while (offset < data.size()) {
    const auto rest = data.subspan(offset);
    std::uint32_t found_magic = 0;
    std::uint32_t size = 0;
    field_reader read(rest);
    read(found_magic, size);
    const bool whole = rest.size() >= smallest_block && size <= rest.size();
    if (!whole) {
      if (has_whole_block_behind(rest))
        return fail(error_code::corrupt, fmt::format("a block's size is wrong (at byte {})", offset));
      found.torn_bytes = rest.size();
      return found;
    }
    const auto view = block_view::open(rest);
    if (!view) return fail(view.error().code, fmt::format("{} (at byte {})", view.error().message, offset));
    found.blocks.push_back(rest.first(view->size_bytes()));
    offset += view->size_bytes();
  }
  return found;
}

}  // namespace drawdown::record
