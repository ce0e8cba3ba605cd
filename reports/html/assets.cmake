# What the HTML report carries is built into the program: its style and script, and the charts library. The library is
# taken from its package as it is; the lock file has the hash of the package and of each file, and a file that is
# another stops the build.
set(html_assets ${CMAKE_CURRENT_SOURCE_DIR}/html/assets)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${html_assets}/assets.lock.json)

file(READ ${html_assets}/assets.lock.json asset_lock)
foreach(file LICENSE uPlot.iife.min.js uPlot.min.css)
  string(JSON locked GET "${asset_lock}" uplot files ${file})
  file(SHA256 ${html_assets}/uplot/${file} found)
  if(NOT found STREQUAL locked)
    message(FATAL_ERROR "reports/html/assets/uplot/${file} is not the file that assets.lock.json names")
  endif()
endforeach()

# html_asset(NAME FILE…): the files one after the other as asset_NAME, and the SHA-256 of that as sha256_NAME.
function(html_asset name)
  set(content)
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${html_assets}/${file})
    file(READ ${html_assets}/${file} part)
    string(APPEND content "${part}\n")
  endforeach()
  string(SHA256 hash "${content}")
  set(asset_${name} "${content}" PARENT_SCOPE)
  set(sha256_${name} ${hash} PARENT_SCOPE)
endfunction()

html_asset(style uplot/uPlot.min.css report.css)
html_asset(charts uplot/uPlot.iife.min.js)
html_asset(early early.js)
html_asset(script report.js)
html_asset(licence uplot/LICENSE)
configure_file(html/assets.cpp.in html_assets.cpp @ONLY)
target_sources(drawdown_reports_html PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/html_assets.cpp)
