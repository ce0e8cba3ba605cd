#include "scenarios/usage/line_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace drawdown::bulk {
namespace {

constexpr std::size_t first_size = std::size_t{256} * 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

line_buffer::line_buffer(std::unique_ptr<byte_source> from)
    : from_(std::move(from)), data_(first_size + readable_behind) {}

bool line_buffer::fill() {
  if (is_at_end_ || is_broken_) return false;
  if (begin_ > 0) {
    std::memmove(data_.data(), data_.data() + begin_, filled_ - begin_);
    filled_ -= begin_;
    end_ -= begin_;
    next_ -= begin_;
    begin_ = 0;
  }
  if (filled_ + readable_behind == data_.size()) data_.resize(2 * data_.size());
  const std::size_t room = data_.size() - readable_behind - filled_;
  const result<std::size_t> got = from_->read(std::span(data_).subspan(filled_, room));
  if (!got) {
    is_broken_ = true;
    why_ = got.error();
    return false;
  }
  is_at_end_ = *got == 0;
  filled_ += *got;
  return !is_at_end_;
}

line_buffer::step line_buffer::find_end(std::size_t at) {
  // Counted from where the text begins: bytes move when more are read.
  const std::size_t line_begin = at - begin_;
  std::size_t looked = line_begin;
  for (;;) {
    const char* const from = data_.data() + begin_ + looked;
    const std::size_t rest = filled_ - begin_ - looked;
    const void* const found = rest > 0 ? std::memchr(from, '\n', rest) : nullptr;
    if (found == nullptr) {
      looked = filled_ - begin_;
      if (looked > longest_row + 1) return step::too_long;
      if (fill()) continue;
      if (is_broken_) return step::broken;
      if (looked == line_begin) return step::end;
    }
    const std::size_t line_end =
        found != nullptr ? looked + static_cast<std::size_t>(static_cast<const char*>(found) - from) : looked;
    const bool has_return = line_end > line_begin && data_[begin_ + line_end - 1] == '\r';
    if (line_end - (has_return ? 1 : 0) > longest_row) return step::too_long;
    end_ = begin_ + line_end - (has_return ? 1 : 0);
    next_ = begin_ + line_end + (found != nullptr ? 1 : 0);
    return step::line;
  }
}

line_buffer::step line_buffer::next() {
  const bool is_first = line_ == 0;
  line_ += std::max<std::uint64_t>(lines_, 1);
  lines_ = 1;
  begin_ = next_;
  end_ = begin_;
  if (is_first) {
    while (filled_ < byte_order_mark.size() && fill()) {
    }
    if (std::string_view(data_.data(), filled_).starts_with(byte_order_mark))
      begin_ = next_ = end_ = byte_order_mark.size();
  }
  const step found = find_end(begin_);
  if (found == step::too_long) return skip_line();
  first_end_ = end_ - begin_;
  first_next_ = next_ - begin_;
  return found;
}

line_buffer::step line_buffer::skip_line() {
  end_ = begin_ + longest_row;
  // What is left of the line is read over the same bytes.
  const std::size_t kept = longest_row;
  for (;;) {
    const std::size_t from = begin_ + kept;
    const void* const found = std::memchr(data_.data() + from, '\n', filled_ - from);
    if (found != nullptr) {
      next_ = static_cast<std::size_t>(static_cast<const char*>(found) - data_.data()) + 1;
      break;
    }
    filled_ = from;
    next_ = from;
    if (!fill()) {
      next_ = filled_;
      break;
    }
  }
  first_end_ = end_ - begin_;
  first_next_ = next_ - begin_;
  return is_broken_ ? step::broken : step::too_long;
}

line_buffer::step line_buffer::extend() {
  const std::size_t end_before = end_ - begin_;
  const std::size_t next_before = next_ - begin_;
  const step found = find_end(next_);
  if (found == step::line) {
    ++lines_;
  } else {
    end_ = begin_ + end_before;
    next_ = begin_ + next_before;
  }
  return found;
}

void line_buffer::keep_first_line() {
  end_ = begin_ + first_end_;
  next_ = begin_ + first_next_;
  lines_ = 1;
}

}  // namespace drawdown::bulk
