#include "reports/journal/journal_format.hpp"

#include "reports/journal/names.hpp"

namespace drawdown::reports {

std::string title_of(const booked_entry& what) {
  switch (what.is) {
    case booked_entry::part::opening:
      return "opening";
    case booked_entry::part::check:
      return "check";
    case booked_entry::part::booked:
      break;
  }
  return percent_text(what.what.what);
}

}  // namespace drawdown::reports
