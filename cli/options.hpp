// The options of one command: declared once, read by Boost.Program_options, shown by --help. No prefix of an
// option stands for it, and every value is held against what is allowed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/terminal.hpp"
#include "engine/units/error.hpp"

namespace drawdown::cli {

// The error of a word that nothing declares, with the nearest one that something does.
error unknown_word(std::string_view what, std::string_view word, std::span<const std::string_view> known);

// Reads a count: digits alone, within bounds. The error names the option.
result<std::uint64_t> read_count(std::string_view option, std::string_view text, std::uint64_t least,
                                 std::uint64_t most);

// The name of a file; `malformed` where it is empty.
result<std::string> read_file_name(std::string_view option, std::string_view text);

// An option as pages and completions tell of it.
struct option_page {
  std::string name;        // "quiet"
  std::string letter;      // "q"; empty: has none
  std::string value_name;  // "FILE", "text|json"; empty: takes none
  std::string help;
  bool repeats = false;
};

class option_set {
 public:
  // Starts with what every command has: --help.
  option_set();

  // An option without a value. `name` is "quiet", or "quiet,q" with its letter.
  void flag(std::string name, std::string help, bool& target);

  // An option with a value, which `take` reads; called at most once, after all options were recognized.
  using taker = std::function<result<void>(std::string_view text)>;
  void value(std::string name, std::string value_name, std::string help, taker take);

  // The same, which may be given several times; `take` is called for each.
  void values(std::string name, std::string value_name, std::string help, taker take);

  // A count from `least` to `most`.
  template <class Count>
  void count(const std::string& name, const std::string& help, Count& target, std::uint64_t least,
             std::uint64_t most) {
    value(name, "N", help, [name, least, most, &target](std::string_view text) -> result<void> {
      return read_count("--" + name, text, least, most).map([&](std::uint64_t n) {
        target = static_cast<Count>(n);
      });
    });
  }
  template <class Count>
  void count(const std::string& name, const std::string& help, std::optional<Count>& target,
             std::uint64_t least = 0, std::uint64_t most = UINT64_MAX) {
    value(name, "N", help, [name, least, most, &target](std::string_view text) -> result<void> {
      return read_count("--" + name, text, least, most).map([&](std::uint64_t n) { target = n; });
    });
  }

  // The name of a file, which is not empty.
  template <class Name>
  void file(const std::string& name, const std::string& help, Name& target) {
    value(name, "FILE", help, [name, &target](std::string_view text) -> result<void> {
      return read_file_name("--" + name.substr(0, name.find(',')), text).map([&](const std::string& read) {
        target = read;
      });
    });
  }

  // One of several words.
  template <class Value>
  void choice(const std::string& name, const std::string& help, Value& target,
              std::vector<std::pair<std::string_view, Value>> words) {
    std::vector<std::string_view> known;
    std::string value_name;
    for (const auto& [word, meaning] : words) {
      known.push_back(word);
      if (!value_name.empty()) value_name += '|';
      value_name += word;
    }
    value(name, value_name, help,
          [name, known = std::move(known), words = std::move(words),
           &target](std::string_view text) -> result<void> {
            for (const auto& [word, meaning] : words)
              if (word == text) {
                target = meaning;
                return {};
              }
            return tl::unexpected(unknown_word("value of --" + name, text, known));
          });
  }

  // --quiet, unless the command has declared one of its own, which says more.
  void quiet_as_all();

  // --color auto|always|never.
  void color(color_choice& target);

  // Takes what is not an option as files or folders, of which there must be one at least.
  void files(std::vector<std::string>& target);

  // The same, but where option `instead` is given no file is needed.
  void files_unless(std::vector<std::string>& target, std::string instead);

  // Takes down which options were given, each as one word that could stand on the command line:
  // `--threads=2`, `--brief`.
  void given(std::vector<std::string>& target) { given_ = &target; }

  // Takes what is not an option as places, of which there may be none and are at most so many.
  void places(std::vector<std::string>& target, std::size_t most);

  // Reads the words behind the command. `malformed` says which of them is wrong and why.
  result<void> read(const std::vector<std::string>& arguments);

  // Whether --help was among them; the rest was then not looked at.
  bool help_wanted() const { return help_wanted_; }

  // Whether --quiet was among them.
  bool quiet_wanted() const { return quiet_wanted_; }

  // All options in the order in which they were declared.
  std::vector<option_page> pages() const;

  // The options with their help, one or more lines each, none wider than a page.
  std::string help() const;

 private:
  struct option {
    std::string name;        // "quiet", or "quiet,q"
    std::string value_name;  // empty: takes none
    std::string help;
    taker take;
    bool repeats = false;
    std::string long_name() const { return name.substr(0, name.find(',')); }
  };

  std::vector<option> options_;
  std::vector<std::string>* files_ = nullptr;
  std::vector<std::string>* given_ = nullptr;
  std::string instead_of_files_;
  std::size_t files_least_ = 0;
  std::size_t files_most_ = 0;
  bool help_wanted_ = false;
  bool quiet_wanted_ = false;
};

}  // namespace drawdown::cli
