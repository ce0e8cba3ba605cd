// Writes HTML that is well formed and escaped by construction: elements close themselves, names are words of
// this program, and all else is text. Control characters and marks of direction are written out, as on a
// terminal.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/html/assets.hpp"

namespace drawdown::reports::html {

// A word that stands in the program; no text from outside can become one.
class word {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): it stands where names of elements do
  consteval word(const char* text) : text_(text) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct attribute {
  word name;
  std::string value;
};
using attributes = std::vector<attribute>;

// The text with all that HTML would read as its own written out, inside elements and attributes alike.
std::string escaped(std::string_view text);

class markup {
 public:
  // An element that is open until this ends.
  class element {
   public:
    element(const element&) = delete;
    element& operator=(const element&) = delete;
    ~element();

   private:
    friend class markup;
    element(markup& in, word name) : in_(in), name_(name) {}
    markup& in_;
    word name_;
  };

  [[nodiscard]] element open(word name, const attributes& with = {});
  // An element with nothing but text in it.
  void put(word name, const attributes& with, std::string_view content);
  void put(word name, std::string_view content) { put(name, {}, content); }
  // An element that has no end: `meta`, `br`, and the shapes of SVG.
  void put_empty(word name, const attributes& with = {});
  void text(std::string_view content);
  // The style or a script of the page, as it was built in; its hash is in the policy of the page.
  void style(const asset& built_in);
  void script(const asset& built_in);
  // Data for the script: JSON, in which nothing can end the element.
  void data(std::string_view id, std::string_view json);
  void doctype() { out_ += "<!doctype html>\n"; }
  void line() { out_ += '\n'; }

  std::string take() { return std::move(out_); }
  std::size_t size() const { return out_.size(); }

 private:
  void begin(word name, const attributes& with);
  std::string out_;
};

}  // namespace drawdown::reports::html
