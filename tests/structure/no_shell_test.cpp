// No shell starts anything: a name with a space or a semicolon in it would become a command.
#include <gmock/gmock.h>

#include <algorithm>
#include <regex>

#include "base/files.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Programs are started in these files alone: parts by the guardian, tools by
/// base/process, the runs of a suite by base/child.
const std::vector<std::string> kStarters{
    "fixtures/authd/postgres_server.cpp", "harness/base/child.cpp", "harness/base/process.cpp",
    "harness/stack/guardian/children.cpp", "harness/stack/guardian_link.cpp"};

/// A part of each word that the expressions below look for: most lines have none, and std::regex
/// takes its time.
bool worth_a_look(const std::string& line) {
  static const std::vector<std::string> words{"system(",     "popen(",    "exec",  "wordexp(",
                                              "posix_spawn", "sh\"",      "sh -c", "shell.",
                                              "/env",        "process/v2"};
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return line.find(word) != std::string::npos; });
}

/// Lines that could start a shell, or another program by its bare name.
std::vector<std::string> suspects(const std::string& text) {
  static const std::regex call(
      R"((^|[^\w.>"])(::|std::)?(system|popen|execlp?e?|execvpe?|wordexp|posix_spawnp)\()");
  static const std::regex shell(
      R"re("(/usr)?(/bin/)?(sh|bash|dash|ash|zsh)"|/bin/env"|\bsh -c\b|shell\.hpp)re");
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!worth_a_look(line)) continue;
    if (std::regex_search(line, call) || std::regex_search(line, shell)) found.push_back(line);
  }
  return found;
}

bool starts_programs(const std::string& text) {
  static const std::regex start(
      R"(\b(execv|execve|execveat|fexecve|posix_spawn)\(|process/v2/process\.hpp)");
  return worth_a_look(text) && std::regex_search(text, start);
}

TEST(NoShell, StartsAnything) {
  std::vector<std::string> starters;
  int files = 0;
  for (const char* folder : {"harness", "fixtures"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(kSourceDir) / folder)) {
      const fs::path path = entry.path();
      if (path.extension() != ".hpp" && path.extension() != ".cpp") continue;
      const auto text = read_file(path);
      ASSERT_TRUE(text);
      EXPECT_THAT(suspects(*text), IsEmpty()) << path;
      if (starts_programs(*text)) {
        starters.push_back(fs::relative(path, kSourceDir).generic_string());
      }
      ++files;
    }
  }
  EXPECT_GT(files, 100);
  EXPECT_THAT(starters, ::testing::UnorderedElementsAreArray(kStarters));
}

TEST(NoShell, TheCheckSeesEveryWay) {
  for (const char* line :
       {"system(\"ls\");", "  std::system(command.c_str());", "return ::popen(x, \"r\");",
        "execl(\"/bin/ls\", \"ls\", nullptr);", "  ::execvp(argv[0], argv);", "posix_spawnp(&p);",
        "run_tool({\"/bin/sh\", \"-c\", x})", "run_tool({\"bash\", x})", "wordexp(x, &w, 0);",
        "const char* line = \"sh -c true\";"}) {
    EXPECT_THAT(suspects(line), SizeIs(1)) << line;
  }
  for (const char* line : {"read_system(path);", "std::chrono::system_clock::now();",
                           "in.system.backends", "find_program(\"haproxy\")"}) {
    EXPECT_THAT(suspects(line), IsEmpty()) << line;
  }
  EXPECT_TRUE(starts_programs("  ::execve(program.c_str(), argv, envp);"));
}

}  // namespace
}  // namespace misfire
