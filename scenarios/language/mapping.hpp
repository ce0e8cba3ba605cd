// Reading a mapping whose keys are all known.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// Which keys a mapping may have.
struct mapping_rules {
  std::string_view what;                    // `a meter`, for messages
  std::span<const std::string_view> keys;   // that are read
  std::span<const std::string_view> later;  // that the language has and this version does not build
  std::string_view each = "key";            // what one of them is, for messages
  std::string_view later_hint = "take it away to run without it";  // what to do about those of `later`
};

// A mapping of a file. Unknown keys, keys that are not built, keys without a value and a value of another
// shape are reported when it is made.
class mapping {
 public:
  mapping(scope& in, const node& of, const mapping_rules& rules);

  // False where the value was no mapping: everything is then absent, and that has been said.
  bool is_sound() const { return of_.kind == node_kind::mapping; }
  // Whether the key was written, be it with a value or without.
  bool has(std::string_view key) const { return entry_of(key) != nullptr; }
  // Whether an unknown key was taken for this one.
  bool is_misspelt(std::string_view key) const;
  // The value of a key, or null, also where a comma has cut it.
  const node* find(std::string_view key) const;
  // The same; a key that is not there is reported, unless it is there misspelt, which was reported. The hint
  // says what to write.
  const node* require(std::string_view key, std::string hint = {}) const;

  // Where the key stands; where it does not, the mapping.
  text_place place_of(std::string_view key) const;
  text_place place() const { return of_.place; }

 private:
  const entry* entry_of(std::string_view key) const;

  scope& in_;
  const node& of_;
  std::string_view what_;
  std::vector<std::string> misspelt_;  // the keys that unknown ones are taken for
  std::vector<const entry*> cut_;      // whose value a decimal comma has cut, which was reported
};

// Among more words than this the nearest says little.
inline constexpr std::size_t most_candidates = 2'000;

// The known word that is nearest to one that may be a slip of the finger; nothing where none is near.
std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string_view> known);

// "did you mean `top_up`?", or nothing where no known word is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

// "`a`, `b` or `c`".
std::string one_of(std::span<const std::string_view> words);

// Reports a value of another shape than expected: "a meter is a mapping, not a list".
void report_shape(scope& in, const node& at, std::string_view what, std::string_view expected);

// The items of a list; a single value that is no list is reported, nothing then comes back.
const std::vector<node>* list_items(scope& in, const node& at, std::string_view what);

// The entries of a mapping from names to things, checked for shape and names; null where it is none.
const std::vector<entry>* named_entries(scope& in, const node& at, std::string_view what);

}  // namespace drawdown::language
