// States of accounts as bytes, for checkpoints: whoever has a state lists its fields once, in `kept_fields`,
// to be written and to be read again. The same encoding as that of blocks (little endian), for more kinds of
// fields.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <boost/container/flat_map.hpp>

#include "engine/record/block.hpp"
#include "engine/record/encoding.hpp"
#include "engine/record/event_fields.hpp"
#include "engine/units/rarely.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/kept_fields.hpp"
#include "engine/world/world.hpp"

namespace drawdown::record {

// The steps of an account that its state may refer to: they are not kept, only which one it was.
class steps_of_account {
 public:
  explicit steps_of_account(const account_spec& of) : of_(&of) {}

  // Counted over declared grants first, then the timeline. `none` where it is not one of them.
  static constexpr std::uint32_t none = UINT32_MAX;
  std::uint32_t position_of(std::uint64_t key_number, const command_body& body);
  // Null where there is none at that position.
  const command_body* at(std::uint32_t position) const;

 private:
  std::size_t count() const { return of_->grants.size() + of_->commands.size(); }
  const command& step(std::size_t position) const;

  const account_spec* of_;
  std::multimap<std::uint64_t, std::uint32_t> by_key_;  // once one was asked for
};

// Whether a type lists its fields in a member, because it hides them.
template <class Archive, class T>
concept lists_own_fields = requires(Archive& archive, T& value) {
  T::kept_fields(archive, value);
};
// Whether there is such a list beside the type.
template <class Archive, class T>
concept has_list_beside = requires(Archive& archive, T& value) {
  kept_fields(archive, value);
};

// Writes fields behind each other: `write(a, b, c)`.
class state_writer {
 public:
  static constexpr bool is_reading = false;

  state_writer(bytes& to, steps_of_account steps) : to_(to), steps_(std::move(steps)) {}

  template <class... Fields>
  void operator()(const Fields&... fields) {
    (put(fields), ...);
  }

  static constexpr bool ok() { return true; }

  // A step of that key, which the state points to or has a copy of.
  void step(std::uint64_t key_number, const command_body* body) { step(key_number, *body); }
  void step(std::uint64_t key_number, const command_body& body) { put(steps_.position_of(key_number, body)); }

 private:
  template <plain_field T>
  void put(T value) {
    append(to_, std::as_bytes(std::span<const T, 1>(&value, 1)));
  }
  void put(int128 value) { append(to_, std::as_bytes(std::span<const int128, 1>(&value, 1))); }
  void put(instant t) { put(t.us()); }
  void put(duration d) { put(d.us()); }
  void put(credits c) { put(c.micro()); }
  void put(money m) { put(m.minor()); }
  void put(const calendar_span& span) { (*this)(span.count, span.unit); }
  void put(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    append(to_, std::as_bytes(std::span(text)));
  }
  template <class A, class B>
  void put(const std::pair<A, B>& both) {
    (*this)(both.first, both.second);
  }
  template <class... T>
  void put(const std::tuple<T...>& all) {
    std::apply(*this, all);
  }
  template <class... T>
  void put(const std::variant<T...>& one) {
    put(static_cast<std::uint8_t>(one.index()));
    std::visit([this](const auto& value) { this->put(value); }, one);
  }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class T>
  void put(const std::shared_ptr<const T>& shared) {
    put(shared != nullptr);
    if (shared) put(*shared);
  }
  template <class T>
  void put(const rarely<T>& value) {
    put(!value.is_untouched());
    if (!value.is_untouched()) put(*value);
  }
  template <class T, std::size_t N>
  void put(const std::array<T, N>& all) {
    for (const T& one : all) put(one);
  }
  template <class T>
  void put(const std::vector<T>& list) {
    put_all(list);
  }
  template <class K, class V>
  void put(const std::map<K, V>& all) {
    put_all(all);
  }
  template <class K, class V>
  void put(const boost::container::flat_map<K, V>& all) {
    put_all(all);
  }
  template <class T>
  void put(const std::set<T>& all) {
    put_all(all);
  }
  template <class T, class Order>
  void put(const std::multiset<T, Order>& all) {
    put_all(all);
  }
  // In the order of the keys, so that equal states have equal bytes.
  template <class K, class V>
  void put(const std::unordered_map<K, V>& all) {
    put_all(std::map<K, V>(all.begin(), all.end()));
  }
  template <class All>
  void put_all(const All& all) {
    put(static_cast<std::uint32_t>(all.size()));
    for (const auto& one : all) put(one);
  }
  template <class T>
  requires(std::is_class_v<T>) void put(const T& composed) {
    if constexpr (lists_own_fields<state_writer, const T>)
      T::kept_fields(*this, composed);
    else if constexpr (has_list_beside<state_writer, const T>)
      kept_fields(*this, composed);
    else
      fields_of(*this, composed);
  }

  bytes& to_;
  steps_of_account steps_;
};

// Reads what was written into a state of the same account that was just made: `read(a, b, c)`. After a read
// beyond the end, or of what can't have been written, `ok` is false and the state is of no use.
class state_reader {
 public:
  static constexpr bool is_reading = true;

  state_reader(std::span<const std::byte> from, steps_of_account steps)
      : from_(from), steps_(std::move(steps)) {}

  template <class... Fields>
  void operator()(Fields&... fields) {
    (get(fields), ...);
  }

  void step(std::uint64_t /*key_number*/, const command_body*& body) {
    std::uint32_t position = 0;
    get(position);
    body = steps_.at(position);
    if (body == nullptr) ok_ = false;
  }
  void step(std::uint64_t key_number, command_body& body) {
    const command_body* found = nullptr;
    step(key_number, found);
    if (found != nullptr) body = *found;
  }

  // What must hold of fields that were read.
  void require(bool holds) { ok_ = ok_ && holds; }

  bool ok() const { return ok_; }
  std::size_t left() const { return from_.size(); }

 private:
  template <class T>
  void copy(T& value) {
    if (from_.size() < sizeof(T)) {
      value = T{};
      ok_ = false;
      from_ = {};
      return;
    }
    std::memcpy(&value, from_.data(), sizeof(T));
    from_ = from_.subspan(sizeof(T));
  }
  template <plain_field T>
  void get(T& value) {
    copy(value);
  }
  // A byte that is neither 0 nor 1 must not reach a bool.
  void get(bool& value) {
    std::uint8_t byte = 0;
    copy(byte);
    value = byte != 0;
  }
  void get(int128& value) { copy(value); }
  std::int64_t count() {
    std::int64_t value = 0;
    get(value);
    return value;
  }
  void get(instant& t) { t = instant::from_us(count()); }
  void get(duration& d) { d = duration::from_us(count()); }
  void get(credits& c) { c = credits::from_micro(count()); }
  void get(money& m) { m = money::from_minor(count()); }
  void get(calendar_span& span) { (*this)(span.count, span.unit); }
  void get(std::string& text) {
    const std::uint32_t size = length();
    text.assign(reinterpret_cast<const char*>(from_.data()), size);
    from_ = from_.subspan(size);
  }
  template <class A, class B>
  void get(std::pair<A, B>& both) {
    get(const_cast<std::remove_const_t<A>&>(both.first));
    get(both.second);
  }
  template <class... T>
  void get(std::tuple<T...>& all) {
    std::apply(*this, all);
  }
  template <class... T>
  void get(std::variant<T...>& one) {
    std::uint8_t index = 0;
    get(index);
    ok_ = ok_ && index < sizeof...(T);
    if (ok_) get_alternative(one, index, std::index_sequence_for<T...>{});
  }
  template <class Variant, std::size_t... I>
  void get_alternative(Variant& one, std::size_t index, std::index_sequence<I...>) {
    ((I == index ? get(one.template emplace<I>()) : void()), ...);
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool is_there = false;
    get(is_there);
    value.reset();
    if (is_there) get(value.emplace());
  }
  template <class T>
  void get(std::shared_ptr<const T>& shared) {
    bool is_there = false;
    get(is_there);
    shared.reset();
    if (!is_there) return;
    auto made = std::make_shared<T>();
    get(*made);
    shared = std::move(made);
  }
  template <class T>
  void get(rarely<T>& value) {
    bool is_there = false;
    get(is_there);
    value = {};
    if (is_there) get(value.edit());
  }
  template <class T, std::size_t N>
  void get(std::array<T, N>& all) {
    for (T& one : all) get(one);
  }
  // A length that the bytes can't hold must not be asked of the memory: an element takes a byte at least.
  std::uint32_t length() {
    std::uint32_t size = 0;
    get(size);
    if (size <= from_.size()) return size;
    ok_ = false;
    return 0;
  }
  template <class T>
  void get(std::vector<T>& list) {
    list.clear();
    list.resize(length());
    for (T& one : list) get(one);
  }
  template <class K, class V>
  void get(std::map<K, V>& all) {
    get_all<std::pair<K, V>>(all);
  }
  template <class K, class V>
  void get(boost::container::flat_map<K, V>& all) {
    get_all<std::pair<K, V>>(all);
  }
  template <class K, class V>
  void get(std::unordered_map<K, V>& all) {
    get_all<std::pair<K, V>>(all);
  }
  template <class T>
  void get(std::set<T>& all) {
    get_all<T>(all);
  }
  template <class T, class Order>
  void get(std::multiset<T, Order>& all) {
    get_all<T>(all);
  }
  template <class One, class All>
  void get_all(All& all) {
    all.clear();
    for (std::uint32_t left = length(); left > 0 && ok_; --left) {
      One one{};
      get(one);
      all.insert(all.end(), std::move(one));
    }
  }
  template <class T>
  requires(std::is_class_v<T>) void get(T& composed) {
    if constexpr (lists_own_fields<state_reader, T>)
      T::kept_fields(*this, composed);
    else if constexpr (has_list_beside<state_reader, T>)
      kept_fields(*this, composed);
    else
      fields_of(*this, composed);
  }

  std::span<const std::byte> from_;
  steps_of_account steps_;
  bool ok_ = true;
};

}  // namespace drawdown::record
