#include "cli/exit_code.hpp"

#include <catch2/catch.hpp>

using namespace drawdown::cli;

TEST_CASE("Of several files the gravest code is the program's, whatever their order") {
  const std::vector<exit_code> from_the_gravest = {
      exit_code::defect,           exit_code::ledgers_disagree, exit_code::expectation_failed,
      exit_code::threshold_missed, exit_code::regressed,        exit_code::inconclusive,
      exit_code::interrupted,      exit_code::out_of_memory,    exit_code::usage,
      exit_code::faulty_input,     exit_code::unusable_file,    exit_code::fine};
  for (std::size_t i = 0; i < from_the_gravest.size(); ++i)
    for (std::size_t j = i; j < from_the_gravest.size(); ++j) {
      CHECK(graver(from_the_gravest[i], from_the_gravest[j]) == from_the_gravest[i]);
      CHECK(graver(from_the_gravest[j], from_the_gravest[i]) == from_the_gravest[i]);
    }
}

TEST_CASE("Help lists every exit code by number") {
  const std::string help = exit_code_help();
  std::size_t at = 0;
  for (const char* number : {"    0  ", "    1  ", "    2  ", "    3  ", "    4  ", "    5  ", "   10  ",
                             "   11  ", "   12  ", "   13  a measurement regressed", "   14  ", "  130  "}) {
    at = help.find(number, at);
    INFO(number);
    REQUIRE(at != std::string::npos);
  }
}
