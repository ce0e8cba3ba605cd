#include "engine/record/block.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <isa-l/crc.h>

#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"
#include "engine/record/event_reader.hpp"

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

// For how many usages room is made in a block at once.
constexpr std::size_t usages_at_a_time = 16;

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

// Whether it has anything that few usages have. Read as one condition, so that nothing branches for the many
// that have none of it.
bool needs_extension(const usage& used, const usage_result& became) {
  constexpr std::int64_t zero = 0;
  constexpr std::int64_t once = 1;
  const auto differing = [](auto value, auto usual) { return static_cast<std::uint64_t>(value ^ usual); };
  return (differing(became.user, no_user) | differing(used.group, no_group) | differing(used.times, once) |
          differing(used.occurred_at.us(), instant::never().us()) | differing(became.version, 0) |
          differing(became.debt.micro(), zero) | differing(became.forgiven.micro(), zero) |
          differing(became.uncharged, zero) | differing(became.invoiced.micro(), zero)) != 0;
}

usage_extension extension_of(const usage& used, const usage_result& became) {
  return {.group = used.group,
          .user = became.user,
          .version = became.version,
          .debt_micro = became.debt.micro(),
          .forgiven_micro = became.forgiven.micro(),
          .times = used.times,
          .occurred_at_us = used.occurred_at.us(),
          .uncharged = became.uncharged,
          .invoiced_micro = became.invoiced.micro()};
}

credits paid_by_lots(const usage_result& became) {
  return became.amount - became.debt - became.forgiven - became.invoiced;
}

// The two sides of an event, as it is written.
usage used_of(instant at, const usage_event& e) {
  return {.order = {.at = at},
          .key = e.key,
          .quantity = e.quantity,
          .agent = e.agent,
          .meter = e.meter,
          .user = e.user,
          .group = e.group,
          .times = e.times,
          .value = e.value,
          .occurred_at = e.occurred_at};
}
usage_result result_of(const usage_event& e) {
  return {.result = e.result,
          .repeated = e.repeated,
          .user = e.user,
          .version = e.version,
          .amount = e.amount,
          .balance = e.balance,
          .debt = e.debt,
          .forgiven = e.forgiven,
          .invoiced = e.invoiced,
          .uncharged = e.uncharged};
}

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

// Lays fields out one behind the other as those of an `Entry`, which has no gaps. Each goes where it belongs
// at once: an entry that is put together first and copied then would wait for its own fields to be written.
template <class Entry, class... Fields>
void lay_out(std::byte* at, const Fields&... fields) {
  static_assert((sizeof(Fields) + ...) == sizeof(Entry));
  ((std::memcpy(at, &fields, sizeof fields), at += sizeof fields), ...);
}

template <class T>
void append_plain(bytes& buffer, const T& value) {
  const auto plain = std::as_bytes(std::span(&value, 1));
  buffer.insert(buffer.end(), plain.begin(), plain.end());
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

// The slices of the usage that was read before into the same event: their memory is used again.
std::vector<slice> slices_before(event& in) {
  auto* used = std::get_if<usage_event>(&in.body);
  if (used == nullptr) return {};
  used->slices.clear();
  return std::move(used->slices);
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
                  .slices = slices_before(out),
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
  written_ = 0;
  event_count_ = 0;
  buffer_.reserve(header_bytes + usages_at_a_time * sizeof(usage_entry));
  append_by([&](bytes& buffer) {
    field_writer write(buffer);
    constexpr std::uint32_t filled_in_at_the_end = 0;
    constexpr std::uint64_t digest_at_the_end = 0;
    write(magic, filled_in_at_the_end, account, epoch, from, until, first_number, filled_in_at_the_end,
          digest_at_the_end);
    buffer.resize(header_bytes);  // the figures, too, are filled in at the end
  });
}

// Where the next usage goes.
std::byte* block_writer::room_for_usage() {
  if (buffer_.size() < written_ + sizeof(usage_entry))
    buffer_.resize(written_ + usages_at_a_time * sizeof(usage_entry));
  return buffer_.data() + std::exchange(written_, written_ + sizeof(usage_entry));
}

// Has `write` append to the bytes that are written.
template <class Write>
void block_writer::append_by(Write write) {
  buffer_.resize(written_);
  write(buffer_);
  written_ = buffer_.size();
}

void block_writer::usage(const drawdown::usage& used, const usage_result& became,
                         std::span<const slice> slices) {
  const bool only_one = slices.size() == 1 && slices.front().amount == became.amount;
  const bool extended = needs_extension(used, became);
  ensure((only_one && !extended) || slices.empty() || total(slices) == paid_by_lots(became),
         "the slices of a debit add up to what lots paid of it");
  constexpr std::uint32_t none = 0;
  const auto flags = static_cast<std::uint8_t>((became.repeated ? is_repeated : 0) |
                                               (extended ? is_extended : 0) | (only_one ? is_only_lot : 0));
  lay_out<usage_entry>(room_for_usage(), usage_tag, became.result, used.meter, used.agent, used.order.at.us(),
                       used.quantity, became.amount.micro(), became.balance.micro(),
                       static_cast<std::uint8_t>(used.key.from), flags, used.value, used.key.owner,
                       used.key.number, only_one ? slices.front().lot : none,
                       only_one ? none : static_cast<std::uint32_t>(slices.size()));
  ++event_count_;
  if (!extended && (only_one || slices.empty())) return;
  append_by([&](bytes& buffer) {
    if (extended) append_plain(buffer, extension_of(used, became));
    if (!only_one)
      for (const slice& s : slices) append_plain(buffer, slice_entry{s.lot, 0, s.amount.micro()});
  });
}

void block_writer::append(instant at, const event_body& body) {
  if (const auto* used = std::get_if<usage_event>(&body)) {
    usage(used_of(at, *used), result_of(*used), used->slices);
    return;
  }
  append_by([&](bytes& buffer) {
    field_writer write(buffer);
    write(static_cast<tag>(body.index()), at);
    const auto fields = [&]<class Event>(const Event& e) {
      if constexpr (!std::is_same_v<Event, usage_event>) write(e);
    };
    std::visit(fields, body);
  });
  ++event_count_;
}

bytes block_writer::finish(std::uint64_t state_digest, const figures& at_end) {
  buffer_.resize(written_);
  const auto size = static_cast<std::uint32_t>(buffer_.size() + checksum_bytes);
  ensure(buffer_.size() + checksum_bytes <= UINT32_MAX, "a commit block passed 4 GB");
  std::memcpy(buffer_.data() + size_offset, &size, sizeof size);
  std::memcpy(buffer_.data() + count_offset, &event_count_, sizeof event_count_);
  std::memcpy(buffer_.data() + digest_offset, &state_digest, sizeof state_digest);
  bytes encoded_figures;
  encoded_figures.reserve(figures_bytes);
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

bool event_reader::next(event& into) {
  if (broken_at_ || position_ == entries_.size()) return false;
  const std::size_t begin = position_;
  if (!decode(into)) {
    broken_at_ = begin;
    return false;
  }
  ++read_;
  return true;
}

bool event_reader::decode(event& into) {
  const auto which = std::to_integer<tag>(entries_[position_]);
  if (which == usage_tag) return read_usage(entries_, position_, into);
  if (which >= std::variant_size_v<event_body>) return false;
  field_reader read(entries_.subspan(position_ + 1));
  read(into.at);
  into.body = read_body(which, read);
  position_ += 1 + read.position();
  return read.ok();
}

result<void> event_reader::at_end() const {
  if (broken_at_)
    return fail(error_code::corrupt, fmt::format("a block's entry at byte {} does not decode", *broken_at_));
  if (read_ != expected_)
    return fail(error_code::corrupt,
                fmt::format("a block says that it has {} events and has {}", expected_, read_));
  return {};
}

result<std::vector<event>> block_view::events() const {
  std::vector<event> events;
  events.reserve(std::size_t{header_.event_count} + 1);
  event_reader read(*this);
  while (read.next(events.emplace_back())) {
  }
  events.pop_back();
  if (const auto done = read.at_end(); !done) return tl::unexpected(done.error());
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
