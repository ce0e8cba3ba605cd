// The text of a rule, piece by piece, each with its place in the file.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "scenarios/language/node.hpp"

namespace drawdown::language {

// A piece of the text: what a caret stands under.
struct rule_piece {
  std::string_view text;
  std::size_t begin = 0;
};

// `==`, `!=`, `<`, `<=`, `>`, `>=`.
std::span<const std::string_view> comparison_words();

// What to write for a sign that compares nothing: the one that may be meant, or all.
std::string operator_hint(std::string_view written);

// Reads a scalar from left to right.
class rule_text {
 public:
  explicit rule_text(const node& at) : at_(&at), text_(at.text) {}

  // Leaves spaces out; false at the end of the text.
  bool more();
  // The next character, 0 at the end.
  char next() const { return offset_ < text_.size() ? text_[offset_] : '\0'; }
  // Whether the text goes on with a minus sign that belongs to a number.
  bool at_number() const;

  // The characters up to the next one of these.
  rule_piece until(std::string_view ends);
  // The characters as long as they are among these.
  rule_piece among(std::string_view these);
  // One character.
  rule_piece one();
  // What stands between quotes, which begin here; nothing in `text.data()` where they never end.
  rule_piece quoted();

  // Everything from a piece up to where the reading stands, without spaces behind it.
  rule_piece from(const rule_piece& first) const;
  // The last word that was read, or the whole text where there is none.
  rule_piece last_word() const;
  // The rest of the text up to the next space, one character at least where there is one.
  rule_piece word() const;

  std::size_t offset() const { return offset_; }

  // A piece as a node of its own, with its place.
  node node_of(const rule_piece& piece) const;
  text_place place_of(const rule_piece& piece) const;

 private:
  const node* at_;
  std::string_view text_;
  std::size_t offset_ = 0;
};

}  // namespace drawdown::language
