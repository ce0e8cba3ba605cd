#include "engine/record/block_writer.hpp"

#include <cstring>
#include <utility>

#include "engine/record/block_layout.hpp"
#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"

namespace drawdown::record {
namespace {

// For how many usages room is made in a block at once.
constexpr std::size_t usages_at_a_time = 16;

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

}  // namespace drawdown::record
