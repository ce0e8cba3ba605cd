#include "reports/formats/junit.hpp"

#include <sstream>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <catch2/catch.hpp>

#include "tests/reports/formats/reported.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using boost::property_tree::ptree;
using Catch::Matchers::Contains;

namespace {

ptree parsed(const std::string& xml) {
  ptree tree;
  std::istringstream in(xml);
  boost::property_tree::read_xml(in, tree);
  return tree;
}

// The test case whose name holds the words.
ptree case_named(const ptree& tree, const std::string& words) {
  for (const auto& [tag, child] : tree.get_child("testsuites.testsuite"))
    if (tag == "testcase" && child.get<std::string>("<xmlattr>.name").find(words) != std::string::npos)
      return child;
  FAIL("no test case: " << words);
  return {};
}

}  // namespace

TEST_CASE("JUnit XML has a test case for each thing that was expected, with its file and line") {
  const std::string xml = junit_xml(reported_store("Night", sample_facts())).value();
  const ptree tree = parsed(xml);
  const ptree& suite = tree.get_child("testsuites.testsuite");
  CHECK(suite.get<std::string>("<xmlattr>.name") == "Night");
  CHECK(suite.get<int>("<xmlattr>.tests") == 6);
  CHECK(suite.get<int>("<xmlattr>.failures") == 2);
  CHECK(suite.get<int>("<xmlattr>.errors") == 0);
  CHECK(suite.get<int>("<xmlattr>.skipped") == 1);
  CHECK(case_named(tree, "comes to its end").size() == 1);
  CHECK(case_named(tree, "both ledgers agree").size() == 1);
  CHECK(case_named(tree, "free at 2026-02-25").size() == 1);

  const ptree failed = case_named(tree, "plan at 2026-02-25");
  CHECK(failed.get<int>("<xmlattr>.line") == 41);
  CHECK(failed.get<std::string>("<xmlattr>.file") == "night.yaml");
  CHECK(failed.get<std::string>("failure.<xmlattr>.message") == "expected 961, actual 960, difference -1");
  CHECK_THAT(failed.get<std::string>("failure"),
             Contains("night.yaml:41:13\n") && Contains("what made it:\n"));
  CHECK(case_named(tree, "free at 2026-03-05").get<std::string>("skipped.<xmlattr>.message") ==
        "the run did not come there");
}

TEST_CASE("What is wrong with the run itself is a failure or an error of its own", "[R14.1]") {
  run_facts facts = sample_facts();
  facts.differences = {{"acme", when("2026-02-03"), 7, "R14.2", "one says 5\nthe other 6"}};
  facts.interrupted = true;
  const ptree tree = parsed(junit_xml(reported_store("Night", facts)).value());
  CHECK(case_named(tree, "comes to its end").get<std::string>("error.<xmlattr>.type") == "interrupted");
  const ptree differs = case_named(tree, "both ledgers agree on acme");
  CHECK(differs.get<std::string>("failure.<xmlattr>.type") == "R14.2");
  CHECK_THAT(differs.get<std::string>("failure"), Contains("one says 5\nthe other 6\n"));

  facts = sample_facts();
  facts.verification = "off";
  facts.defect = "it fell over";
  const ptree other = parsed(junit_xml(reported_store("Night", facts)).value());
  CHECK(case_named(other, "both ledgers agree").get<std::string>("skipped.<xmlattr>.message") ==
        "not verified");
  CHECK_THAT(case_named(other, "comes to its end").get<std::string>("error"), Contains("it fell over"));
}

TEST_CASE("Hostile text stays text, and the XML whole") {
  const std::string hostile =
      "]]><b>&amp;\"'\n\r\t\x01\x1b[31m\x7f\xE2\x80\xAE\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80\xFF\xC2\x85 "
      "<![CDATA[";
  run_facts facts = sample_facts();
  facts.defect = hostile;
  facts.inputs.front().path = hostile;
  facts.differences = {{hostile, when("2026-02-03"), 7, hostile, hostile}};
  const std::string xml = junit_xml(reported_store(hostile, facts)).value();
  for (std::size_t i = 0; i < xml.size(); ++i) {
    const auto byte = static_cast<unsigned char>(xml[i]);
    CHECK((byte >= 0x20 || byte == '\n'));
    CHECK(byte != 0x7F);
    CHECK(byte != 0xFF);
    CHECK(xml.compare(i, 3, "]]>") != 0);
    CHECK(xml.compare(i, 3, "\xEF\xBF\xBE") != 0);
    CHECK(xml.compare(i, 3, "\xE2\x80\xAE") != 0);
  }
  const ptree tree = parsed(xml);
  const std::string name = tree.get<std::string>("testsuites.testsuite.<xmlattr>.name");
  CHECK_THAT(name, Contains("]]><b>&amp;\"'\\x0a") && Contains("\\x1b[31m") && Contains("\\u202e") &&
                       Contains("\\ufffe\\uffff") && Contains("<![CDATA["));
}
