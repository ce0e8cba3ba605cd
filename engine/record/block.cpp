#include "engine/record/block.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <isa-l/crc.h>

#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"

namespace drawdown::record {
namespace {

constexpr std::uint32_t magic = 0x34424444;  // "DDB4": the version is part of it
constexpr std::size_t figures_bytes = 8 * (lot_kinds + 3);
constexpr std::size_t header_bytes = 52 + figures_bytes;
constexpr std::size_t size_offset = 4;
constexpr std::size_t count_offset = 40;
constexpr std::size_t digest_offset = 44;
constexpr std::size_t figures_offset = 52;
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t smallest_block = header_bytes + checksum_bytes;

// The first byte of an entry says which event it is: the number of the alternative of `event_body`.
using tag = std::uint8_t;
constexpr tag usage_tag = 0;
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

credits total(std::span<const slice> slices) {
  credits sum;
  for (const slice& s : slices) sum += s.amount;
  return sum;
}

// Takes a T off the front of what is left; false where there is less.
template <class T>
bool take_plain(std::span<const std::byte> data, std::size_t& position, T& value) {
  if (data.size() - position < sizeof value) return false;
  std::memcpy(&value, data.data() + position, sizeof value);
  position += sizeof value;
  return true;
}

// Makes the event of alternative `which`, with the fields that `read` holds.
template <std::size_t Alternative = 0>
event_body read_body(tag which, field_reader& read) {
  if constexpr (Alternative == std::variant_size_v<event_body>) {
    throw defect("an entry of an event that is none");
  } else if (which != Alternative) {
    return read_body<Alternative + 1>(which, read);
  } else if constexpr (Alternative == usage_tag) {
    throw defect("a usage has a decoding of its own");
  } else {
    std::variant_alternative_t<Alternative, event_body> e;
    read(e);
    return e;
  }
}

// Reads the usage at `position`, which it moves behind it; false where the bytes don't hold one.
bool read_usage(std::span<const std::byte> data, std::size_t& position, event& out) {
  usage_entry entry;
  if (!take_plain(data, position, entry)) return false;
  usage_extension more;
  if ((entry.flags & is_extended) != 0 && !take_plain(data, position, more)) return false;
  if ((data.size() - position) / sizeof(slice_entry) < entry.slices) return false;
  out.at = instant::from_us(entry.at_us);
  auto& e = out.body.emplace<usage_event>(
      usage_event{.key = {effect_key::space{entry.key_space}, entry.key_owner, entry.key_number},
                  .agent = entry.agent,
                  .meter = entry.meter,
                  .quantity = entry.quantity,
                  .result = entry.result,
                  .repeated = (entry.flags & is_repeated) != 0,
                  .amount = credits::from_micro(entry.amount_micro),
                  .balance = credits::from_micro(entry.balance_micro),
                  .slices = {},
                  .user = more.user,
                  .group = more.group,
                  .debt = credits::from_micro(more.debt_micro),
                  .forgiven = credits::from_micro(more.forgiven_micro),
                  .times = more.times,
                  .value = entry.value,
                  .occurred_at = instant::from_us(more.occurred_at_us),
                  .version = more.version,
                  .uncharged = more.uncharged,
                  .invoiced = credits::from_micro(more.invoiced_micro)});
  if ((entry.flags & is_only_lot) != 0) e.slices.push_back({entry.only_lot, e.amount});
  e.slices.reserve(e.slices.size() + entry.slices);
  for (std::uint32_t i = 0; i < entry.slices; ++i) {
    slice_entry slice;
    if (!take_plain(data, position, slice)) return false;
    e.slices.push_back({slice.lot, credits::from_micro(slice.amount_micro)});
  }
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
  ensure(slices.empty() || total(slices) == header.amount - header.debt - header.forgiven - header.invoiced,
         "the slices of a debit add up to what lots paid of it");
  usage_entry entry;
  entry.result = header.result;
  entry.meter = header.meter;
  entry.agent = header.agent;
  entry.at_us = at.us();
  entry.quantity = header.quantity;
  entry.amount_micro = header.amount.micro();
  entry.balance_micro = header.balance.micro();
  entry.key_space = static_cast<std::uint8_t>(header.key.from);
  entry.value = header.value;
  entry.key_owner = header.key.owner;
  entry.key_number = header.key.number;
  const bool only_one = slices.size() == 1 && slices.front().amount == header.amount;
  entry.only_lot = only_one ? slices.front().lot : 0;
  entry.slices = only_one ? 0 : static_cast<std::uint32_t>(slices.size());
  const usage_extension more{.group = header.group,
                             .user = header.user,
                             .version = header.version,
                             .debt_micro = header.debt.micro(),
                             .forgiven_micro = header.forgiven.micro(),
                             .times = header.times,
                             .occurred_at_us = header.occurred_at.us(),
                             .uncharged = header.uncharged,
                             .invoiced_micro = header.invoiced.micro()};
  const bool extended = header.user != no_user || header.group != no_group || !header.debt.is_zero() ||
                        !header.forgiven.is_zero() || header.times != 1 || !header.occurred_at.is_never() ||
                        header.version != 0 || header.uncharged != 0 || !header.invoiced.is_zero();
  entry.flags = static_cast<std::uint8_t>((header.repeated ? is_repeated : 0) | (extended ? is_extended : 0) |
                                          (only_one ? is_only_lot : 0));
  append_plain(buffer_, entry);
  if (extended) append_plain(buffer_, more);
  if (!only_one)
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
  const auto fields = [&]<class Event>(const Event& e) {
    if constexpr (!std::is_same_v<Event, usage_event>) write(e);
  };
  std::visit(fields, body);
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
  write_figures(at_end);
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
  read(found_magic, size, h.account, h.epoch, h.from, h.until, h.first_number, h.event_count, h.state_digest,
       h.at_end);
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
    const auto which = std::to_integer<tag>(entries_[position]);
    event& e = events.emplace_back();
    if (which == usage_tag) {
      if (!read_usage(entries_, position, e)) return broken(start);
    } else if (which < std::variant_size_v<event_body>) {
      field_reader read(entries_.subspan(position + 1));
      read(e.at);
      e.body = read_body(which, read);
      if (!read.ok()) return broken(start);
      position += 1 + read.position();
    } else {
      return broken(start);
    }
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
