// Each alert of the default systems has a runbook and each runbook an alert; what they say to ask
// is understood. Whether it finds something is for runbooks_real_test.cpp.
#include "monitor/runbooks.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "monitor/monitor_fixture.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// alert → its annotation runbook_url, of all systems.
std::map<std::string, std::string> links() {
  std::map<std::string, std::string> all;
  const fs::path monitoring = fs::path(kSourceDir) / "fixtures/monitoring";
  for (const fs::path& folder :
       {monitoring / "rules", monitoring / "nginx/rules", monitoring / "postgres/rules"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const YamlTree file = read_yaml(entry.path()).value();
      for (const YamlTree& group : file.find("groups")->items) {
        for (const YamlTree& rule : group.find("rules")->items) {
          if (rule.get("alert").empty()) continue;
          all[rule.get("alert")] = rule.find("annotations")->get("runbook_url");
        }
      }
    }
  }
  return all;
}

std::set<std::string> names_of(const std::vector<Runbook>& books) {
  std::set<std::string> names;
  for (const Runbook& book : books) names.insert(book.name);
  return names;
}

TEST(Runbooks, EachAlertLeadsToItsOwnAndEachBelongsToAnAlert) {
  const auto names = names_of(runbooks());
  const auto alerts = links();
  for (const auto& [alert, url] : alerts) {
    EXPECT_EQ(url, "https://runbooks.example.com/" + alert);
    EXPECT_THAT(names, ::testing::Contains(alert)) << "no runbook";
  }
  for (const std::string& name : names)
    EXPECT_THAT(alerts, ::testing::Contains(::testing::Key(name)));
}

TEST(Runbooks, SayWhatWhatNotHowWhatToUndoAndWhomToCall) {
  for (const Runbook& book : runbooks()) {
    std::size_t from = 0;
    for (const char* part : {"# ", "**Symptom.** ", "**Looks like it, but is not.** ",
                             "**Confirm.**", "**Roll back.** ", "**Escalate.** "}) {
      const std::size_t at = book.text.find(part, from);
      EXPECT_NE(at, std::string::npos) << book.name << " lacks \"" << part << '"';
      if (at != std::string::npos) from = at;
    }
    EXPECT_TRUE(book.text.starts_with("# " + book.name + "\n")) << book.name;
  }
}

TEST(Runbooks, LinksLeadToOthers) {
  const auto names = names_of(runbooks());
  const std::regex link("\\[([A-Za-z0-9]+)\\]\\(([^)]*)\\)");
  for (const Runbook& book : runbooks()) {
    for (std::sregex_iterator one(book.text.begin(), book.text.end(), link), end; one != end;
         ++one) {
      EXPECT_EQ((*one)[2].str(), (*one)[1].str() + ".md") << book.name;
      EXPECT_THAT(names, ::testing::Contains((*one)[1].str())) << book.name;
    }
  }
}

TEST(Runbooks, PrometheusUnderstandsEachQuery) {
  YamlTree rules = YamlTree::sequence();
  for (const Runbook& book : runbooks()) {
    for (const std::string& span : book.spans) {
      if (!is_query(span)) continue;
      const std::string record = fmt::format("{}:{}", book.name, rules.items.size());
      rules.items.push_back(
          YamlTree::map({{"record", YamlTree::string(record)}, {"expr", YamlTree::string(span)}}));
    }
  }
  ASSERT_GT(rules.items.size(), 80u) << "are they still found?";
  const YamlTree group =
      YamlTree::map({{"name", YamlTree::string("runbooks")}, {"rules", std::move(rules)}});
  const auto folder = TemporaryFolder::make("runbooks").value();
  const fs::path file = folder.path() / "rules.yml";
  ASSERT_TRUE(
      write_file(file, emit_yaml(YamlTree::map({{"groups", YamlTree::sequence({group})}}))));
  const auto run =
      run_tool({find_program("promtool").value().string(), "check", "rules", file.string()},
               std::chrono::seconds(60));
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run->exit_code, 0) << run->output;
}

TEST(Runbooks, CommandsAreWellFormedAndTheirProgramsExist) {
  int found = 0;
  for (const Runbook& book : runbooks()) {
    for (const std::string& span : book.spans) {
      if (!is_command(span)) continue;
      ++found;
      EXPECT_TRUE(find_program(span.substr(0, span.find(' ')))) << book.name << ": " << span;
      const auto shell =
          run_tool({"/bin/bash", "-n", "-c", filled_in(span)}, std::chrono::seconds(20));
      ASSERT_TRUE(shell);
      EXPECT_EQ(shell->exit_code, 0) << book.name << ": " << span << '\n' << shell->output;
    }
  }
  EXPECT_GT(found, 10) << "are they still found?";
}

}  // namespace
}  // namespace misfire
