#include "reports/statement/text.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace drawdown::reports;

TEST_CASE("what could steer a terminal is written out") {
  CHECK(clean("\x1b[2Jgone\r\n") == "\\x1b[2Jgone\\x0d\\x0a");
  CHECK(clean("abc\u202edef") == "abc\\u202edef");
  CHECK(clean("a\u200bb") == "a\\u200bb");
  CHECK(clean("\u009b31m") == "\\u009b31m");
  CHECK(clean(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(clean("Café 北京 ✓") == "Café 北京 ✓");
}

TEST_CASE("bytes that are no UTF-8 become the replacement character") {
  CHECK(clean("a\xff!") == "a\uFFFD!");
  CHECK(clean("\xc0\xaf") == "\uFFFD\uFFFD");            // overlong
  CHECK(clean("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate
  CHECK(clean("\xf4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(clean("cut \xe5\x8c") == "cut \uFFFD\uFFFD");
}

TEST_CASE(
    "no bytes whatever leave a control character in a clean text, and cleaning it again changes nothing") {
  REQUIRE(rc::check([](const std::string& any) {
    const std::string text = clean(any);
    for (const char letter : text) {
      const auto byte = static_cast<unsigned char>(letter);
      RC_ASSERT(byte >= 0x20);
      RC_ASSERT(byte != 0x7f);
    }
    RC_ASSERT(clean(text) == text);
  }));
}

TEST_CASE("width counts columns: two for wide characters, none for combining ones") {
  CHECK(display_width("plain") == 5);
  CHECK(display_width("Café") == 4);
  CHECK(display_width("Cafe\u0301") == 4);
  CHECK(display_width("北京") == 4);
}

TEST_CASE("cutting leaves room for the ellipsis and never halves a wide character") {
  CHECK(cut_to("receptionist", 12) == "receptionist");
  CHECK(cut_to("receptionist", 6) == "recep…");
  CHECK(cut_to("北京烤鸭", 4) == "北…");
  REQUIRE(rc::check([](const std::string& any) {
    const auto columns = *rc::gen::inRange<std::size_t>(1, 20);
    RC_ASSERT(display_width(cut_to(clean(any), columns)) <= columns);
  }));
}

TEST_CASE("columns line up whatever alphabet their cells are in") {
  table lines({{"name", side::left}, {"credits", side::right}});
  lines.add({"北京", "5"});
  lines.add({"acme", "12345678"});
  CHECK(lines.title(2) == "  name   credits\n");
  CHECK(lines.rows(2) == "  北京         5\n  acme  12345678\n");
}

TEST_CASE("a table that is too wide gives up width in one column alone") {
  table lines({{"what", side::left}, {"credits", side::right}});
  lines.add({"a very long description of what happened", "-130.5"});
  lines.fit(0, 30);
  CHECK(lines.title(0) == "what                   credits\n");
  CHECK(lines.rows(0) == "a very long             -130.5\n  description of what\n  happened\n");
}

TEST_CASE("what goes on below does not mix with the next row, and a word that is too wide is cut") {
  table lines({{"what", side::left}, {"credits", side::right}});
  lines.add({"receptionist_of_the_harbour_hotel used call 22m", "-220"});
  lines.add({"short", "1"});
  lines.fit(0, 10);
  CHECK(lines.rows(0) == "receptionist_of…     -220\n  used call 22m\nshort                   1\n");
}

TEST_CASE("a text is broken between words, and its own line ends stay") {
  CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("one two three", 7, 2) == std::vector<std::string>{"one two", "  three"});
  CHECK(wrapped("one\n\ntwo", 7) == std::vector<std::string>{"one", "", "two"});
  CHECK(wrapped("a-word-that-is-wider one", 7) == std::vector<std::string>{"a-word-that-is-wider", "one"});
  CHECK(wrapped("", 7) == std::vector<std::string>{""});
}

TEST_CASE("colour ends before the line does, and is not there where it isn't wanted") {
  CHECK(palette(true).bad("FAIL\n") == "\x1b[1;31mFAIL\x1b[0m\n");
  CHECK(palette(false).bad("FAIL\n") == "FAIL\n");
}
