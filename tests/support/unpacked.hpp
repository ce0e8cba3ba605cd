// What is in a workbook: a packed folder of XML.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace drawdown::test {

// A workbook, unpacked beside it for one test.
class unpacked_workbook {
 public:
  explicit unpacked_workbook(const std::string& path) : root_(path + ".unpacked") {
    std::filesystem::create_directories(root_);
    const std::string absolute = std::filesystem::absolute(path).string();
    REQUIRE(std::system(fmt::format("cd '{}' && cmake -E tar xf '{}'", root_.string(), absolute).c_str()) ==
            0);
  }
  unpacked_workbook(const unpacked_workbook&) = delete;
  unpacked_workbook& operator=(const unpacked_workbook&) = delete;
  ~unpacked_workbook() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  // The sheet of that number, from 1; empty where there is none.
  std::string sheet(int number) const { return part(fmt::format("xl/worksheets/sheet{}.xml", number)); }
  std::string part(const std::string& name) const {
    std::ifstream file(root_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path root_;
};

}  // namespace drawdown::test
