#include "scenarios/language/source_text.hpp"

#include <algorithm>

#include "scenarios/language/columns.hpp"
#include "scenarios/language/utf8.hpp"

namespace drawdown::language {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

}  // namespace

std::uint32_t code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).bytes) ++count;
  return count;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    if (next.valid && (next.point == '\t' || next.point == '\n' || next.point == '\r')) {
      shown += ' ';
    } else if (!next.valid || is_forbidden(next.point)) {
      shown += replacement;
    } else {
      shown += text.substr(at, next.bytes);
    }
    at += next.bytes;
  }
  return shown;
}

source_text::source_text(std::string name, std::string_view bytes, std::uint32_t first_line)
    : name_(std::move(name)), first_line_(first_line) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  text_ = bytes;
  starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
}

std::string_view source_text::line(std::uint32_t number) const {
  if (number < first_line_ || number - first_line_ >= starts_.size()) return {};
  const std::size_t index = number - first_line_;
  const std::size_t begin = starts_[index];
  const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
  std::string_view found = std::string_view(text_).substr(begin, end - begin);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

text_place source_text::place_of(std::size_t offset) const {
  if (offset >= text_.size()) {
    std::size_t last = text_.find_last_not_of(" \t\r\n");
    if (last == std::string::npos) return {first_line_, 1, 1};
    while (last > 0 && (static_cast<unsigned char>(text_[last]) & 0xC0U) == 0x80U) --last;
    text_place end = place_of(last);
    end.column += width_at(decode_utf8(text_, last), end.column);
    return end;
  }
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto number = static_cast<std::uint32_t>(after - starts_.begin());
  const std::size_t begin = starts_[number - 1];
  return {first_line_ + number - 1, display_width(std::string_view(text_).substr(begin, offset - begin)) + 1,
          1};
}

std::uint32_t source_text::width_of(std::size_t begin, std::size_t end, std::uint32_t column) const {
  if (begin >= end || begin >= text_.size()) return 1;
  std::string_view stretch = std::string_view(text_).substr(begin, end - begin);
  stretch = stretch.substr(0, stretch.find_first_of("\r\n"));
  stretch = stretch.substr(0, stretch.find_last_not_of(" \t") + 1);
  return std::max<std::uint32_t>(display_width(stretch, column), 1);
}

text_place place_finder::at(std::size_t offset) {
  const std::string_view text = file_.text();
  if (offset >= text.size()) return file_.place_of(offset);
  const bool same_line =
      offset >= offset_ && text.substr(offset_, offset - offset_).find('\n') == std::string_view::npos;
  if (same_line) {
    place_.column += display_width(text.substr(offset_, offset - offset_), place_.column);
  } else {
    place_ = file_.place_of(offset);
  }
  offset_ = offset;
  return place_;
}

text_place place_finder::at(std::size_t begin, std::size_t end) {
  text_place where = at(begin);
  where.width = file_.width_of(begin, end, where.column);
  return where;
}

}  // namespace drawdown::language
