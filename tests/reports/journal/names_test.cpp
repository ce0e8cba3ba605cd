#include "reports/journal/names.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace drawdown::reports;

namespace {

// The name that was written with this escape, back.
std::string read_back(const std::string& written, char escape) {
  std::string name;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != escape) {
      name += written[i];
      continue;
    }
    name += static_cast<char>(std::stoi(written.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return name;
}

}  // namespace

TEST_CASE("Names stand in journals as letters that no tool reads anything into") {
  CHECK(percent_name("harbour-hotel_2.x") == "harbour-hotel_2.x");
  CHECK(percent_name("a@b +c é") == "a%40b%20%2Bc%20%C3%A9");
  CHECK(percent_name("x:y;z|[2026-01-01]%") == "x%3Ay%3Bz%7C%5B2026-01-01%5D%25");
  CHECK(percent_name("") == "%");
  CHECK(dashed_name("harbour-hotel") == "N-harbour-2Dhotel");
  CHECK(dashed_name("") == "N-");
  CHECK(percent_text("top-up of 20.00 EUR, date:x ; y") == "top-up of 20.00 EUR%2C date%3Ax %3B y");
  CHECK(percent_text(" two  blanks ") == "%20two%20%20blanks%20");
  CHECK(percent_text("a\nb") == "a%0Ab");
}

TEST_CASE("Whatever was written can be told again, and no two names are written alike") {
  rc::check("every name comes back", [](const std::string& name) {
    RC_ASSERT(dashed_name(name).starts_with("N-"));
    RC_ASSERT(read_back(dashed_name(name).substr(2), '-') == name);
    RC_ASSERT(read_back(percent_text(name), '%') == name);
    if (!name.empty()) RC_ASSERT(read_back(percent_name(name), '%') == name);
  });
}
