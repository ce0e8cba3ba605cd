#include "scenarios/language/rule_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/world/always.hpp"
#include "scenarios/language/columns.hpp"
#include "scenarios/language/mapping.hpp"

namespace drawdown::language {
namespace {

constexpr std::string_view spaces = " \t";
constexpr std::array<std::string_view, comparisons> comparing = {"==", "!=", "<", "<=", ">", ">="};

// What somebody may write for a comparison, and what is meant.
struct slip {
  std::string_view written;
  std::string_view meant;
};
constexpr std::array slips = {slip{"=", "=="},  slip{"=<", "<="},  slip{"=>", ">="},  slip{"<>", "!="},
                              slip{"=!", "!="}, slip{"===", "=="}, slip{"!", "!="},   slip{"!==", "!="},
                              slip{"<<", "<"},  slip{">>", ">"},   slip{"=>=", ">="}, slip{"=<=", "<="}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::span<const std::string_view> comparison_words() {
  return comparing;
}

std::string operator_hint(std::string_view written) {
  const auto* meant = std::ranges::find(slips, written, &slip::written);
  return meant != slips.end() ? fmt::format("did you mean `{}`?", meant->meant)
                              : fmt::format("it is one of {}", one_of(comparing));
}

bool rule_text::more() {
  offset_ = std::min(text_.find_first_not_of(spaces, offset_), text_.size());
  return offset_ < text_.size();
}

bool rule_text::at_number() const {
  const bool signed_number = next() == '-' && offset_ + 1 < text_.size() && is_digit(text_[offset_ + 1]);
  return is_digit(next()) || signed_number;
}

rule_piece rule_text::until(std::string_view ends) {
  const std::size_t begin = offset_;
  offset_ = std::min(text_.find_first_of(ends, begin), text_.size());
  return {text_.substr(begin, offset_ - begin), begin};
}

rule_piece rule_text::among(std::string_view these) {
  const std::size_t begin = offset_;
  offset_ = std::min(text_.find_first_not_of(these, begin), text_.size());
  return {text_.substr(begin, offset_ - begin), begin};
}

rule_piece rule_text::one() {
  const std::size_t begin = offset_;
  offset_ = std::min(offset_ + 1, text_.size());
  return {text_.substr(begin, offset_ - begin), begin};
}

rule_piece rule_text::quoted() {
  const std::size_t begin = offset_ + 1;
  const std::size_t end = text_.find(text_[offset_], begin);
  if (end == std::string_view::npos) return {{}, offset_};
  offset_ = end + 1;
  return {text_.substr(begin, end - begin), begin};
}

rule_piece rule_text::from(const rule_piece& first) const {
  std::string_view piece = text_.substr(first.begin, offset_ - first.begin);
  piece = piece.substr(0, piece.find_last_not_of(spaces) + 1);
  return {piece, first.begin};
}

rule_piece rule_text::last_word() const {
  const std::string_view read = text_.substr(0, offset_);
  const std::size_t end = read.find_last_not_of(spaces) + 1;
  if (end == 0) return {text_, 0};
  const std::size_t space = read.substr(0, end).find_last_of(spaces);
  const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
  return {read.substr(begin, end - begin), begin};
}

rule_piece rule_text::word() const {
  const std::size_t end = std::min(text_.find_first_of(spaces, offset_), text_.size());
  return {text_.substr(offset_, end - offset_), offset_};
}

node rule_text::node_of(const rule_piece& piece) const {
  node part;
  part.kind = node_kind::text;
  part.place = place_of(piece);
  part.text = std::string(piece.text);
  return part;
}

// A scalar that is folded over lines, or has escapes, is wider or narrower in the file than its text; then
// the caret stands under all of it.
text_place rule_text::place_of(const rule_piece& piece) const {
  const std::uint32_t quote = at_->plain ? 0 : 1;
  const bool as_written = display_width(text_) + 2 * quote == at_->place.width;
  if (!as_written || piece.text.empty()) return at_->place;
  const std::uint32_t before = display_width(text_.substr(0, piece.begin));
  return {at_->place.line, at_->place.column + quote + before,
          std::max<std::uint32_t>(display_width(piece.text), 1)};
}

}  // namespace drawdown::language
