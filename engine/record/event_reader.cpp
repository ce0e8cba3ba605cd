#include "engine/record/event_reader.hpp"

#include <cstring>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/record/block_layout.hpp"
#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"

namespace drawdown::record {
namespace {

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

}  // namespace drawdown::record
