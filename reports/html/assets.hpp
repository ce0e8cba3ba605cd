// What the page carries beside its figures: style and scripts, built into the program.
#pragma once

#include <string>
#include <string_view>

namespace drawdown::reports::html {

struct asset {
  std::string_view text;
  std::string_view sha256;  // of the text, hexadecimal
};

extern const asset page_style;
extern const asset charts_library;  // uPlot; its licence goes with it
extern const asset early_script;    // runs before anything is laid out
extern const asset page_script;
extern const std::string_view charts_licence;

// As a content security policy names the asset: `'sha256-…'` in base64.
std::string policy_source(const asset& of);

}  // namespace drawdown::reports::html
