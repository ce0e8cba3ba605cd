// Workbooks for spreadsheet programs.
#include "reports/workbook/workbook.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "tests/support/unpacked.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using Catch::Matchers::Contains;
namespace files = std::filesystem;

namespace {

class scratch {
 public:
  scratch() {
    std::string pattern = (files::temp_directory_path() / "drawdown-workbook-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { files::remove_all(root_); }
  std::string path(const std::string& name) const { return (root_ / name).string(); }

 private:
  files::path root_;
};

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_sample(const std::string& path) {
  workbook book(path, instant::from_us(1'767'225'600'000'000));
  book.begin_sheet("Cells", {{"What", 20}, {"Value"}});
  book.row({std::string("money"), number_cell{-123'456, 2}});
  book.row({std::string("=1+1"), formula_cell{"=B2*2", {-246'912, 2}}});
  book.row({std::string("noon"), time_cell{instant::from_us(1'767'268'800'000'000)}});
  book.row({std::string("too many digits"), number_cell{int128{1'000'000'000'000'001}, 6}});
  book.row({std::string("<b> & \x1b"), std::monostate{}});
  book.begin_sheet("Empty", {{"Nothing"}});
  REQUIRE(book.finish());
}

}  // namespace

TEST_CASE("numbers, instants and formulas are cells of their kind, and text is never a formula") {
  const scratch in;
  const std::string path = in.path("cells.xlsx");
  write_sample(path);
  const unpacked_workbook book(path);
  const std::string sheet = book.sheet(1);
  CHECK_THAT(sheet, Contains("<v>-1234.56</v>"));
  CHECK_THAT(sheet, Contains("<f>B2*2</f><v>-2469.12</v>"));
  CHECK_THAT(sheet, Contains("<t>=1+1</t>"));
  CHECK_THAT(sheet, Contains("<v>46023.5</v>"));  // 2026-01-01, half a day
  CHECK_THAT(sheet, Contains("<t>1000000000.000001</t>"));
  CHECK_THAT(sheet, Contains("&lt;b&gt; &amp; ") && !Contains("\x1b"));
  CHECK_THAT(sheet, Contains("<autoFilter ref=\"A1:B6\"/>"));
  CHECK_THAT(book.sheet(2), Contains("<t>Nothing</t>"));
  CHECK(book.sheet(3).empty());
  CHECK_THAT(book.part("docProps/core.xml"), Contains("2026-01-01T00:00:00Z"));
}

TEST_CASE("the same cells make the same bytes", "[R14.7]") {
  const scratch in;
  write_sample(in.path("one.xlsx"));
  write_sample(in.path("two.xlsx"));
  CHECK(bytes_of(in.path("one.xlsx")) == bytes_of(in.path("two.xlsx")));
}

TEST_CASE("a full sheet goes on in another") {
  const scratch in;
  const std::string path = in.path("long.xlsx");
  workbook book(path, instant{});
  book.begin_sheet("Journal", {{"Line"}});
  const int rows = 1'048'576;  // one more than stand below the title
  for (int i = 1; i <= rows; ++i) book.row({number_cell{i, 0}});
  CHECK(book.next_row() == 3);
  REQUIRE(book.finish());
  const unpacked_workbook made(path);
  CHECK_THAT(made.part("xl/workbook.xml"), Contains("name=\"Journal\"") && Contains("name=\"Journal 2\""));
  CHECK_THAT(made.sheet(2), Contains("<t>Line</t>") && Contains("<v>1048576</v>"));
  const std::string first = made.sheet(1);
  CHECK(first.find("<v>1048575</v>") != std::string::npos);
  CHECK(first.find("<v>1048576</v>") == std::string::npos);
}

TEST_CASE("what is not finished, or can't be written, leaves nothing behind") {
  const scratch in;
  const std::string path = in.path("kept.xlsx");
  std::ofstream(path) << "before";
  {
    workbook book(path, instant{});
    book.begin_sheet("Cells", {{"What"}});
  }
  CHECK(bytes_of(path) == "before");
  CHECK_FALSE(files::exists(path + ".part"));
  workbook nowhere(in.path("no/such/folder.xlsx"), instant{});
  nowhere.begin_sheet("Cells", {{"What"}});
  const auto written = nowhere.finish();
  REQUIRE_FALSE(written);
  CHECK(written.error().code == error_code::unreadable);
  CHECK_THAT(written.error().message, Contains("folder.xlsx` can't be written: its folder is missing"));
}
