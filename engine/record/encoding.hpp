// The one encoding of values as bytes: little endian, field by field. Used for blocks and digests.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/time/calendar.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"

namespace drawdown::record {

static_assert(std::endian::native == std::endian::little,
              "the encoding copies integers as they lie in memory");

// Integers, enumerations and booleans are copied as they are; the unit types as their 64-bit counts. An
// optional has a byte before it, a list its length as 32 bits; anything else is what `fields_of` lists of it.
template <class T>
concept plain_field = std::is_integral_v<T> || std::is_enum_v<T>;

// Takes bytes that were encoded, whatever becomes of them there.
inline void append(std::vector<std::byte>& target, std::span<const std::byte> encoded) {
  target.insert(target.end(), encoded.begin(), encoded.end());
}

// Appends fields to a list of bytes, or to whatever else has an `append`: `write(a, b, c)`.
template <class Target>
class field_writer {
 public:
  explicit field_writer(Target& target) : target_(target) {}

  template <class... Fields>
  void operator()(const Fields&... fields) {
    (put(fields), ...);
  }

 private:
  template <plain_field T>
  void put(T value) {
    append(target_, std::as_bytes(std::span<const T, 1>(&value, 1)));
  }
  void put(instant t) { put(t.us()); }
  void put(duration d) { put(d.us()); }
  void put(credits c) { put(c.micro()); }
  void put(money m) { put(m.minor()); }
  void put(const span_of_time& span) {
    put(std::holds_alternative<calendar_span>(span));
    std::visit([this](const auto& length) { this->put(length); }, span);
  }
  void put(const calendar_span& span) { (*this)(span.count, span.unit); }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class T>
  void put(const std::vector<T>& list) {
    put(static_cast<std::uint32_t>(list.size()));
    for (const T& element : list) put(element);
  }
  template <class T>
  requires(!plain_field<T>) void put(const T& composed) { fields_of(*this, composed); }

  Target& target_;
};

// Reads fields from the front of a span: `read(a, b, c)`. After a read beyond the end every field is zero and
// `ok` is false.
class field_reader {
 public:
  explicit field_reader(std::span<const std::byte> source) : source_(source) {}

  template <class... Fields>
  void operator()(Fields&... fields) {
    (get(fields), ...);
  }

  bool ok() const { return ok_; }
  std::size_t position() const { return position_; }
  std::size_t left() const { return source_.size() - position_; }

 private:
  template <plain_field T>
  void get(T& value) {
    value = T{};
    if (left() < sizeof(T)) {
      ok_ = false;
      return;
    }
    std::memcpy(&value, source_.data() + position_, sizeof(T));
    position_ += sizeof(T);
  }
  // A byte that is neither 0 nor 1 must not reach a bool.
  void get(bool& value) {
    std::uint8_t byte = 0;
    get(byte);
    value = byte != 0;
  }
  void get(instant& t) { t = instant::from_us(count()); }
  void get(duration& d) { d = duration::from_us(count()); }
  void get(credits& c) { c = credits::from_micro(count()); }
  void get(money& m) { m = money::from_minor(count()); }
  void get(span_of_time& span) {
    bool of_calendar = false;
    get(of_calendar);
    if (of_calendar)
      get(span.emplace<calendar_span>());
    else
      get(span.emplace<duration>());
  }
  void get(calendar_span& span) { (*this)(span.count, span.unit); }
  template <class T>
  void get(std::optional<T>& value) {
    bool is_there = false;
    get(is_there);
    value.reset();
    if (is_there) get(value.emplace());
  }
  // A length that the bytes can't hold must not be asked of the memory: an element takes a byte at least.
  template <class T>
  void get(std::vector<T>& list) {
    std::uint32_t length = 0;
    get(length);
    list.clear();
    if (length > left()) {
      ok_ = false;
      return;
    }
    list.resize(length);
    for (T& element : list) get(element);
  }
  template <class T>
  requires(!plain_field<T>) void get(T& composed) { fields_of(*this, composed); }
  std::int64_t count() {
    std::int64_t value = 0;
    get(value);
    return value;
  }

  std::span<const std::byte> source_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

}  // namespace drawdown::record
