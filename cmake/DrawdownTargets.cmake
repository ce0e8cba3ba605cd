# How the targets of this project are made: one static library per folder, warnings as errors, one include root.

add_library(drawdown_options INTERFACE)
target_include_directories(drawdown_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(drawdown_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Werror
  -ffp-contract=off
  -Wno-restrict)  # GCC 12 sees overlaps in std::string that are not there (GCC bug 105329)
if(DRAWDOWN_SANITIZE)
  target_compile_options(drawdown_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    -Wno-maybe-uninitialized)  # false under sanitizers, inside <regex>
  target_link_options(drawdown_options INTERFACE -fsanitize=address,undefined)
endif()

if(DRAWDOWN_FUZZ)
  target_compile_options(drawdown_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer -Wno-error -Wno-unknown-warning-option)
  target_compile_definitions(drawdown_options INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(drawdown_options INTERFACE -fsanitize=address,undefined)
endif()

# What a program that runs worlds allocates with. Sanitizers bring an allocator of their own.
add_library(drawdown_allocator INTERFACE)
if(NOT DRAWDOWN_SANITIZE AND NOT DRAWDOWN_FUZZ)
  target_link_libraries(drawdown_allocator INTERFACE Jemalloc::jemalloc)
  target_sources(drawdown_allocator INTERFACE ${CMAKE_SOURCE_DIR}/cmake/allocator_settings.cpp)
endif()

# drawdown_library(FOLDER [dependencies…]): the library `drawdown_<folder>` of all sources in a folder, sub-folders not
# included. A folder of headers alone becomes an interface library.
function(drawdown_library folder)
  string(REPLACE "/" "_" name "drawdown_${folder}")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC drawdown_options ${ARGN})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE drawdown_options ${ARGN})
  endif()
endfunction()
