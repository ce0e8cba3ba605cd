// A value that most of its owners never have anything in.
#pragma once

#include <memory>
#include <utility>

namespace drawdown {

// A `T` that takes the room of a pointer, and no more until somebody writes to it: before that it reads as
// `T{}`. A value like `T` itself: copies are deep.
template <class T>
class rarely {
 public:
  rarely() = default;
  rarely(const rarely& other) : there_(copy_of(other)) {}
  rarely(rarely&&) noexcept = default;
  rarely& operator=(const rarely& other) {
    if (this != &other) there_ = copy_of(other);
    return *this;
  }
  rarely& operator=(rarely&&) noexcept = default;
  ~rarely() = default;

  // Whether nobody has written to it.
  bool is_untouched() const { return there_ == nullptr; }

  const T& operator*() const { return there_ ? *there_ : nothing; }
  const T* operator->() const { return &**this; }

  // To write to it. The reference holds until it is assigned to.
  T& edit() {
    if (!there_) there_ = std::make_unique<T>();
    return *there_;
  }

 private:
  inline static const T nothing{};

  static std::unique_ptr<T> copy_of(const rarely& other) {
    return other.there_ ? std::make_unique<T>(*other.there_) : nullptr;
  }

  std::unique_ptr<T> there_;
};

}  // namespace drawdown
