#include "engine/settings/nearest.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace drawdown {

namespace {

constexpr std::array<std::string_view, 6> words{"top_up", "to_top",     "key_window",
                                                "watch",  "on_failure", "use"};

}  // namespace

TEST_CASE("the word that was probably meant is found", "[R15.2]") {
  CHECK(nearest("top_pu", words) == "top_up");           // swapped
  CHECK(nearest("topup", words) == "top_up");            // missing
  CHECK(nearest("key_windoow", words) == "key_window");  // too many
  CHECK(nearest("watsh", words) == "watch");             // wrong
  CHECK(nearest("on_falure_", words) == "on_failure");
  CHECK(nearest("watch", words) == "watch");
}

TEST_CASE("another word is not taken for a misspelling", "[R15.2]") {
  CHECK_FALSE(nearest("agent", words).has_value());
  CHECK_FALSE(nearest("", words).has_value());
  CHECK_FALSE(nearest("xyz", words).has_value());
  CHECK_FALSE(nearest("a_quite_different_setting", words).has_value());
  CHECK_FALSE(nearest("watch", {}).has_value());
}

TEST_CASE("of several words the nearest is taken, of equals the first", "[R15.2]") {
  const std::array<std::string_view, 3> alike{"grants", "grant", "grand"};
  CHECK(nearest("grantt", alike) == "grants");
  CHECK(nearest("grnat", alike) == "grant");
}

TEST_CASE("a word of ten letters with any three slips is still found", "[R15.2]") {
  REQUIRE(rc::check([] {
    const std::string word = "abcdefghij";
    std::string slipped = word;
    for (int slip = 0; slip < 3; ++slip) {
      const auto place = static_cast<std::size_t>(*rc::gen::inRange(0, 9));
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          slipped[place % slipped.size()] = '#';
          break;
        case 1:
          slipped.insert(place % slipped.size(), 1, '#');
          break;
        default:
          slipped.erase(place % slipped.size(), 1);
          break;
      }
    }
    const std::array<std::string_view, 1> known{word};
    // A word that lost letters is shorter, and so may have fewer slips.
    if (slipped.size() >= 9) RC_ASSERT(nearest(slipped, known) == word);
  }));
}

}  // namespace drawdown
