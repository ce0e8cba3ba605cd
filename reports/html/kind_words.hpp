// What kinds of events are called on the page, and what they belong to.
#pragma once

#include <span>
#include <string_view>

namespace drawdown::reports::html {

struct kind_words {
  std::string_view kind;   // the word of the run store
  std::string_view group;  // `Usage`, `Holds`
  std::string_view words;
};

// All of them, in the order of the page.
std::span<const kind_words> all_kind_words();

// What an entry of the customer's history is called: `Top-up` of `top_up`; the word itself where it is none.
std::string_view words_for_entry(std::string_view entry);

}  // namespace drawdown::reports::html
