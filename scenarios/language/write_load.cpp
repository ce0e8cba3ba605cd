#include "scenarios/language/write_load.hpp"

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/load_words.hpp"
#include "scenarios/language/write_parts.hpp"
#include "scenarios/language/write_yaml.hpp"

namespace drawdown::language {
namespace {

class load_writer {
 public:
  explicit load_writer(block_writer& out) : out_(out) {}

  template <class Number>
  void number(std::string_view key, const std::optional<Number>& value) {
    if (value) out_.add(1, key, fmt::format("{}", *value));
  }
  void share(std::string_view key, const std::optional<parts_per_million>& value) {
    if (value) out_.add(1, key, percentage(*value));
  }
  void time(std::string_view key, const std::optional<duration>& value) {
    if (value) out_.add(1, key, to_string(*value));
  }
  void word(std::string_view key, std::string_view value) { out_.add(1, key, value); }

 private:
  block_writer& out_;
};

void write_terms(const load_terms& terms, block_writer& out) {
  load_writer line(out);
  line.number("accounts", terms.accounts);
  line.number("agents", terms.agents);
  line.number("lots", terms.lots);
  if (terms.distribution) line.word("distribution", scalar(population::to_string(*terms.distribution)));
  line.share("holds", terms.holds);
  line.share("top_ups", terms.top_ups);
  line.share("recharges", terms.recharges);
  line.number("batch", terms.batch);
  line.number("window", terms.window);
  if (terms.rate) line.word("rate", debit_rate_text(*terms.rate));
  if (terms.arrivals) line.word("arrivals", *terms.arrivals == arrival_process::poisson ? "poisson" : "even");
  line.time("tick", terms.tick);
  line.time("late", terms.late);
  line.time("warm_up", terms.warm_up);
  line.time("duration", terms.length);
  line.number("count", terms.count);
  line.number("seed", terms.seed);
  line.number("threads", terms.threads);
  if (terms.verify) line.word("verify", *terms.verify == verification::off ? "off" : "full");
}

void write_sections(const load_section& what, block_writer& out) {
  out.open(0, "load");
  write_terms(with_defaults(what.terms), out);
  if (!what.thresholds.empty()) out.open(0, "thresholds");
  for (const threshold& one : what.thresholds) out.item(1, scalar(one.text));
}

}  // namespace

std::string write_load(const load_section& what) {
  block_writer out;
  write_sections(what, out);
  return out.take();
}

std::string write_load_alone(const load_section& what) {
  block_writer out;
  out.add(0, "scenario", scalar(what.title));
  write_sections(what, out);
  return out.take();
}

}  // namespace drawdown::language
