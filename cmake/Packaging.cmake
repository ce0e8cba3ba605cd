# What `cmake --install` puts where, and the Debian package that CPack makes of it: the program, its man page and
# completions, the documents, and the scenarios. Nothing of tests and benchmarks.
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY TRUE)  # the program alone has to be built

install(TARGETS drawdown RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

# The program that was built writes the man page and the completions, at each installation.
set(made ${CMAKE_BINARY_DIR}/installed)
install(CODE "
  file(MAKE_DIRECTORY [[${made}]])
  function(make_by_program file)
    execute_process(COMMAND [[$<TARGET_FILE:drawdown>]] \${ARGN} OUTPUT_FILE \"${made}/\${file}\"
      COMMAND_ERROR_IS_FATAL ANY)
  endfunction()
  make_by_program(drawdown.1 man)
  make_by_program(drawdown completions bash)
  make_by_program(_drawdown completions zsh)
  make_by_program(drawdown.fish completions fish)
  execute_process(COMMAND gzip -9nf [[${made}/drawdown.1]] COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND gzip -9nc [[${CMAKE_SOURCE_DIR}/CHANGELOG.md]]
    OUTPUT_FILE [[${made}/changelog.gz]] COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${made}/drawdown.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/drawdown DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
# Debian's zsh looks for what packages bring in a folder of its own.
install(CODE "
  set(functions site-functions)
  if(CMAKE_INSTALL_PREFIX MATCHES [[/usr$]])
    set(functions vendor-completions)
  endif()
  file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/zsh/\${functions}\"
    TYPE FILE FILES [[${made}/_drawdown]])")
install(FILES ${made}/drawdown.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# Documents stand to each other as in the source, and `scenarios` beside them, so that their links hold.
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${made}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
foreach(licence LICENSE LICENCE COPYING)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${licence})
    install(FILES ${CMAKE_SOURCE_DIR}/${licence} DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
  endif()
endforeach()

# All scenarios but those that tests alone need; rule-books are built into the program.
set(scenarios ${CMAKE_INSTALL_DATADIR}/drawdown/scenarios)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/scenarios/ DESTINATION ${scenarios}
  PATTERN language EXCLUDE
  PATTERN usage EXCLUDE
  PATTERN corpus EXCLUDE
  PATTERN rulebooks EXCLUDE
  PATTERN CMakeLists.txt EXCLUDE
  PATTERN "*.transcript" EXCLUDE)
file(RELATIVE_PATH to_scenarios /${CMAKE_INSTALL_DOCDIR} /${scenarios})
install(CODE "file(CREATE_LINK [[${to_scenarios}]]
  \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}/scenarios\" SYMBOLIC)")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME drawdown)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_PACKAGE_CONTACT "Drawdown maintainers <maintainers@drawdown.example>" CACHE STRING
  "Who answers for the package")

# Debian wants to know of each version of a package from when it is; the changelog of the project says what is in it.
file(STRINGS ${CMAKE_SOURCE_DIR}/CHANGELOG.md released REGEX "^## \\[[0-9.]+\\] - ")
list(GET released 0 released)
string(REGEX MATCH "[0-9-]+$" released "${released}")
execute_process(COMMAND date -u -R -d "${released}" OUTPUT_VARIABLE released OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${made}/changelog.Debian "drawdown (${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) bookworm; urgency=medium

  * Version ${PROJECT_VERSION}; changelog.gz says what is new.

 -- ${CPACK_PACKAGE_CONTACT}  ${released}
")
install(CODE "
  if(CMAKE_INSTALL_PREFIX MATCHES [[/usr$]])
    execute_process(COMMAND gzip -9nkf [[${made}/changelog.Debian]] COMMAND_ERROR_IS_FATAL ANY)
    file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}\"
      TYPE FILE FILES [[${made}/changelog.Debian.gz]])
  endif()")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "simulates and verifies the billing of prepaid credit")
set(CPACK_PACKAGE_DESCRIPTION
  "Lots of credit that expire and are burned down in an order, agents that
spend and are stopped, top-ups and auto-recharges through payment gateways
that decline, time out and repeat themselves: a scenario file says what
happens, and accounts, agents and gateways act it out in virtual time. Every
step is judged by a second ledger that shares no code of the rules with the
first.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)  # the rules of time zones are read where the program runs
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
include(CPack)
