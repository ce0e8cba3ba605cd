// The frame of every page: its head with the policy, the ways to its views, its foot, its scripts and their
// data.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "reports/html/chart.hpp"
#include "reports/html/markup.hpp"

namespace drawdown::reports::html {

// A section of the class `view`, of which scripts show one at a time.
struct page_view {
  std::string id;    // of the section
  std::string name;  // of the way to it
};

struct page_frame {
  std::string title;
  std::string program_version;
  std::string made_from;  // "the run store alone"
  std::vector<page_view> views;
};

// What the scripts draw anew, or add.
struct page_data {
  std::vector<chart> charts;
  nlohmann::ordered_json accounts = nlohmann::ordered_json::array();  // rows behind those of `account-list`
};

// The whole page; the content keeps its charts in the data.
std::string page_of(const page_frame& frame, const std::function<void(markup&, page_data&)>& put_content);

}  // namespace drawdown::reports::html
