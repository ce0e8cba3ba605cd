#include "reports/results/file.hpp"

#include "reports/results/streamed_file.hpp"

namespace drawdown::reports {

result<void> write_file(const std::string& path, std::string_view text) {
  streamed_file file(path);
  file.put(text);
  return file.finish();
}

}  // namespace drawdown::reports
