#include "cli/machine.hpp"

#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

std::string processor_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos)
      return reports::clean(line.substr(colon + 2));
  }
  return "a processor that the system does not name";
}

}  // namespace

std::string machine_text() {
  const unsigned cores = std::thread::hardware_concurrency();
  return fmt::format("{}, {} core{}", processor_model(), cores, cores == 1 ? "" : "s");
}

}  // namespace drawdown::cli
