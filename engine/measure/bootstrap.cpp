#include "engine/measure/bootstrap.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <boost/math/statistics/univariate_statistics.hpp>

#include "engine/draws/stream.hpp"
#include "engine/units/error.hpp"

namespace drawdown::measurement {

namespace {

constexpr std::size_t most_samples = 65'536;  // a draw's number has 16 bits

double destructive_median(std::vector<double>& samples) {
  return boost::math::statistics::median(samples);
}

// Medians of samples drawn anew: as many as there are, each one of them at random.
class resampled_medians {
 public:
  resampled_medians(std::span<const double> samples, std::uint64_t seed, const std::string& name)
      : samples_(samples),
        draws_(seed, draw_stream::resampling),
        entity_(entity_of(name)),
        drawn_(samples.size()) {}

  double nth(std::size_t resample) {
    for (std::size_t i = 0; i < drawn_.size(); ++i)
      drawn_[i] = samples_[static_cast<std::size_t>(
          draws_.uniform_below(samples_.size(), {entity_, resample, static_cast<std::uint16_t>(i)}))];
    return destructive_median(drawn_);
  }

 private:
  std::span<const double> samples_;
  stream draws_;
  std::uint64_t entity_;
  std::vector<double> drawn_;
};

// Of the resampled ratios those in the middle that make up the confidence.
interval middle_of(std::vector<double> ratios, double confidence) {
  std::ranges::sort(ratios);
  const double left_out = (1 - confidence) / 2 * static_cast<double>(ratios.size());
  const auto on_each_side = std::min(static_cast<std::size_t>(left_out), (ratios.size() - 1) / 2);
  return {ratios[on_each_side], ratios[ratios.size() - 1 - on_each_side]};
}

ratio_estimate of_pairs(std::span<const double> a, std::span<const double> b, const std::string& name,
                        const bootstrap_terms& terms) {
  std::vector<double> pairs(a.size());
  std::ranges::transform(b, a, pairs.begin(), std::divides());
  resampled_medians medians(pairs, terms.seed, name + "/pairs");
  std::vector<double> ratios(terms.resamples);
  for (std::size_t i = 0; i < ratios.size(); ++i) ratios[i] = medians.nth(i);
  return {median_of(pairs), middle_of(std::move(ratios), terms.confidence)};
}

ratio_estimate of_samples(std::span<const double> a, std::span<const double> b, const std::string& name,
                          const bootstrap_terms& terms) {
  resampled_medians of_a(a, terms.seed, name + "/a");
  resampled_medians of_b(b, terms.seed, name + "/b");
  std::vector<double> ratios(terms.resamples);
  for (std::size_t i = 0; i < ratios.size(); ++i) ratios[i] = of_b.nth(i) / of_a.nth(i);
  return {median_of(b) / median_of(a), middle_of(std::move(ratios), terms.confidence)};
}

}  // namespace

double median_of(std::span<const double> samples) {
  ensure(!samples.empty(), "median: of no samples");
  std::vector<double> reordered(samples.begin(), samples.end());
  return destructive_median(reordered);
}

ratio_estimate estimate_ratio(std::span<const double> a, std::span<const double> b, pairing how,
                              std::string_view name, const bootstrap_terms& terms) {
  ensure(!a.empty() && !b.empty() && a.size() <= most_samples && b.size() <= most_samples,
         "bootstrap: too few or too many samples");
  ensure(how == pairing::apart || a.size() == b.size(), "bootstrap: pairs that are none");
  ensure(terms.resamples > 0 && terms.confidence > 0 && terms.confidence < 1, "bootstrap: terms");
  return how == pairing::paired ? of_pairs(a, b, std::string(name), terms)
                                : of_samples(a, b, std::string(name), terms);
}

}  // namespace drawdown::measurement
