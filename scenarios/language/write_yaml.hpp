// YAML as people write it: texts in quotes only where they need them, small mappings and lists on one line.
#pragma once

#include <string>
#include <string_view>

namespace drawdown::language {

// A text as a key or a value, also between braces.
std::string scalar(std::string_view text);

// `{at: +5m, use: call}`; values are YAML already.
class flow_mapping {
 public:
  flow_mapping& add(std::string_view key, std::string_view value);
  bool is_empty() const { return inside_.empty(); }
  std::string text() const { return '{' + inside_ + '}'; }

 private:
  std::string inside_;
};

// `[ok, declines]`; items are YAML already.
class flow_list {
 public:
  flow_list& add(std::string_view item);
  bool is_empty() const { return inside_.empty(); }
  std::string text() const { return '[' + inside_ + ']'; }

 private:
  std::string inside_;
};

// Lines of block mappings and lists, two spaces deeper for each level.
class block_writer {
 public:
  // `key: value`
  void add(std::size_t level, std::string_view key, std::string_view value);
  // `key:`, what stands in it follows a level deeper.
  void open(std::size_t level, std::string_view key);
  // `- item`
  void item(std::size_t level, std::string_view item);

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace drawdown::language
