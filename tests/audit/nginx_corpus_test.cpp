// nginx configurations in the style of many people: every seeded mistake is found at its line, and
// whatever else is found is listed in the file.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/nginx/rules.hpp"
#include "audit/run_rules.hpp"
#include "balancer/nginx/includes.hpp"
#include "corpus_of_files.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

const fs::path kCorpus = fs::path(kSourceDir) / "tests/audit/corpus/nginx";

std::vector<fs::path> configurations() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    if (entry.is_directory()) {
      found.push_back(entry.path() / "nginx.conf");
    } else if (entry.path().extension() == ".conf") {
      found.push_back(entry.path());
    }
  }
  return found;
}

/// The file and all that it includes.
std::vector<AuditedFile> files_of(const NginxModel& model) {
  std::set<std::string> names = {model.file()};
  for (const NginxDirective& directive : model.directives()) {
    names.insert(model.where(directive).file);
  }
  std::vector<AuditedFile> files;
  for (const std::string& name : names) files.push_back({name, FileKind::nginx, *read_file(name)});
  return files;
}

TEST(NginxCorpus, EverySeededMistakeIsFoundAndEverythingElseIsListed) {
  const AuditContext context;
  CorpusTotals totals;
  const auto paths = configurations();
  EXPECT_GE(paths.size(), 35u);
  for (const fs::path& path : paths) {
    auto whole = with_includes(*read_file(path), path.string());
    ASSERT_TRUE(whole) << to_string(whole.error());
    const auto model = parse_nginx(std::move(whole->text), path.string());
    ASSERT_TRUE(model) << to_string(model.error());
    check_corpus_files(files_of(*model), run_rules(nginx_rules(), NginxSubject{*model, context}),
                       totals);
  }
  fmt::print("{} configurations: {} seeded mistakes, {} other true findings, {} false alarms\n",
             paths.size(), totals.seeded, totals.justified, totals.false_alarms);
  EXPECT_GE(totals.seeded, 60);
  EXPECT_LE(totals.false_alarms, totals.seeded / 20);
}

TEST(NginxCorpus, EveryRuleHasAMistakeSomewhere) {
  check_corpus_is_complete(kCorpus, nginx_rules());
}

}  // namespace
}  // namespace misfire
