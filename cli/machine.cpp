#include "cli/machine.hpp"

#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

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

std::uint64_t peak_resident_bytes() {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) != 0) return 0;
  return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

}  // namespace drawdown::cli
