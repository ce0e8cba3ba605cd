// The folder that `compare-pricing --out` leaves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reports/store/facts.hpp"

namespace drawdown::cli {

// Whether a folder is one.
bool is_comparison_folder(const std::filesystem::path& folder);

// Its page for a browser.
std::filesystem::path page_of_comparison(const std::filesystem::path& folder);

// What a page of it is never written over: its own files, without a hash, and those that it was made from.
std::vector<reports::input_hash> files_of_comparison(const std::filesystem::path& folder);

// Whether a customer of that name was compared.
bool compares_customer(const std::filesystem::path& folder, const std::string& name);

}  // namespace drawdown::cli
