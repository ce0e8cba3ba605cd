#include "reports/html/markup.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/html/assets.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"

using namespace drawdown;
using namespace drawdown::reports::html;

TEST_CASE("elements close themselves, in the order in which they were opened") {
  markup out;
  {
    const auto list = out.open("ul", {{"class", "a b"}});
    out.put("li", "one");
    out.put("li", {{"id", "two"}}, "two");
  }
  const std::string expected = R"(<ul class="a b"><li>one</li><li id="two">two</li></ul>)";
  CHECK(out.take() == expected);
}

TEST_CASE("text and values of attributes are never read as markup") {
  const std::string hostile = R"x(</script><img src=x onerror="alert('1')">&amp;)x";
  markup out;
  out.put("b", {{"title", hostile}}, hostile);
  const std::string escaped_text =
      "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;";
  CHECK(out.take() == "<b title=\"" + escaped_text + "\">" + escaped_text + "</b>");
}

TEST_CASE("control characters, marks of direction and broken bytes are written out") {
  CHECK(escaped("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(escaped("a\u202Eb\u2066c\u200Bd") == "a\\u202eb\\u2066c\\u200bd");
  CHECK(escaped(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(escaped("a\xff<") == "a\uFFFD&lt;");
}

TEST_CASE("data for the script cannot end its element, and is the same JSON") {
  const nlohmann::json data = {{"name", "</script><!--<script>&"}, {"more", "]]>"}};
  markup out;
  out.data("facts", data.dump());
  const std::string text = out.take();
  const std::string begin = R"(<script type="application/json" id="facts">)";
  const std::string end = "</script>";
  REQUIRE(text.starts_with(begin));
  REQUIRE(text.ends_with(end));
  const std::string inside = text.substr(begin.size(), text.size() - begin.size() - end.size());
  CHECK(inside.find_first_of("<>&") == std::string::npos);
  CHECK(nlohmann::json::parse(inside) == data);
}

TEST_CASE("numbers are exact, with commas between thousands", "[R1.1][R1.2]") {
  CHECK(grouped("1234567.1234") == "1,234,567.1234");
  CHECK(grouped("-123456") == "-123,456");
  CHECK(grouped("999") == "999");
  CHECK(credits_text(int128{1'234'500'000}) == "1,234.5");
  CHECK(credits_text(credits::largest()) == "9,223,372,036,854.775807");
  CHECK(change_of(credits::whole(5)) == "+5");
  CHECK(change_of(-credits::whole(5)) == "-5");
  CHECK(change_of({}).empty());
  CHECK(money_with_unit(-123456, *currency::of("EUR")) == "-1,234.56 EUR");
  CHECK(money_text(1234, *currency::of("JPY")) == "1,234");
  CHECK(exact(int128{INT64_MAX} * 4) == "36893488147419103228");
}

TEST_CASE("a table names its columns, heads its rows and keeps the number behind a text") {
  markup out;
  {
    data_table table(out, "Sums", {{"Name"}, {"Amount", holds::numbers}}, {.id = "sums", .page = 10});
    table.row({{.text = "a<b"}, number("1,000", "1000")});
    table.total({{.text = "All"}, number("1,000", "1000")});
  }
  const std::string text = out.take();
  CHECK(text.find(R"(<table class="data" id="sums" data-page="10"><caption>Sums</caption>)") !=
        std::string::npos);
  CHECK(text.find(R"(<th scope="col" class="num">Amount</th>)") != std::string::npos);
  CHECK(text.find(R"(<tr><th scope="row">a&lt;b</th><td class="num" data-v="1000">1,000</td></tr>)") !=
        std::string::npos);
  CHECK(text.find(R"(<tr class="total">)") != std::string::npos);
}

TEST_CASE("a policy names an asset by its hash in base64") {
  // Of the empty text, as RFC 6234 and any tool have it.
  const asset nothing{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
  CHECK(policy_source(nothing) == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

TEST_CASE("what is built in can stand in the page as it is") {
  for (const asset* each : {&page_style, &early_script, &charts_library, &page_script}) {
    CHECK(each->text.size() > 10);
    CHECK(each->text.find("</script") == std::string_view::npos);
    CHECK(each->text.find("</style") == std::string_view::npos);
    CHECK(each->text.find("<!--") == std::string_view::npos);
    CHECK(each->text.find('\r') == std::string_view::npos);
  }
  CHECK(charts_library.text.starts_with("/*! https://github.com/leeoniya/uPlot (v1.6.32) */"));
  CHECK(charts_licence.starts_with("The MIT License (MIT)"));
}
