// A file as a tree of texts: what was written, where, and nothing guessed about what it means.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/language/source_text.hpp"

namespace drawdown::language {

enum class node_kind : std::uint8_t {
  nothing,  // a key with no value, an entry of a list with nothing in it
  text,     // a scalar, by its text
  list,     // `- …` or `[…]`
  mapping,  // `key: …` or `{…}`
  refused,  // an alias, or what stood too deep: it was reported, nothing more is said about it
};

struct entry;

// One value of a file. Children are held by value; a tree is at most `deepest` levels deep.
struct node {
  node_kind kind = node_kind::nothing;
  bool plain = true;           // a text written without quotes
  text_place place;            // of its first character
  std::string text;            // of a text
  std::vector<node> items;     // of a list
  std::vector<entry> entries;  // of a mapping, in file order, each key once
};

// One `key: value`.
struct entry {
  node key;  // a text
  node value;
};

inline constexpr std::size_t deepest = 32;

}  // namespace drawdown::language
