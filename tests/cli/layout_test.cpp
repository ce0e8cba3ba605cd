#include "cli/layout.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "reports/statement/text.hpp"

using namespace drawdown::cli;
using drawdown::reports::display_width;

TEST_CASE("A text that fits is not cut") {
  CHECK(cut_between_words("A grant for next week", 21) == "A grant for next week");
  CHECK(cut_between_words("", 0).empty());
}

TEST_CASE("A text is cut between two words") {
  CHECK(cut_between_words("A grant for next week", 20) == "A grant for next …");
  CHECK(cut_between_words("Counts, and that is all of it", 10) == "Counts …");
}

TEST_CASE("Where a cut between words would leave more than a third empty it goes through a word") {
  CHECK(cut_between_words("A Donaudampfschifffahrt", 15) == "A Donaudampfsc…");
  CHECK(cut_between_words("Donaudampfschifffahrt", 5) == "Dona…");
}

TEST_CASE("Wide characters count as the two columns that they take") {
  CHECK(cut_between_words("面包店的第一周", 7) == "面包店…");
}

TEST_CASE("No cut text is wider than it may be") {
  REQUIRE(rc::check([](const std::vector<std::uint8_t>& lengths) {
    std::string text;
    for (const std::uint8_t length : lengths) text += std::string(length % 12, 'x') + ' ';
    const auto columns = *rc::gen::inRange<std::size_t>(1, 60);
    RC_ASSERT(display_width(cut_between_words(text, columns)) <= columns);
  }));
}

TEST_CASE("Of a path the folders in front give way first") {
  CHECK(cut_path("scenarios/library/late-notice.yaml", 34) == "scenarios/library/late-notice.yaml");
  CHECK(cut_path("scenarios/library/late-notice.yaml", 33) == "…/library/late-notice.yaml");
  CHECK(cut_path("scenarios/library/late-notice.yaml", 25) == "…/late-notice.yaml");
  CHECK(cut_path("scenarios/library/late-notice.yaml", 17) == "late-notice.yaml");
  CHECK(cut_path("scenarios/library/late-notice.yaml", 8) == "late-no…");
  CHECK(cut_path("late-notice.yaml", 8) == "late-no…");
}

TEST_CASE("Lines after the first stand below where the first begins") {
  CHECK(wrapped_behind("  --out  ", "keeps the run", 18) == "  --out  keeps the\n         run\n");
}
