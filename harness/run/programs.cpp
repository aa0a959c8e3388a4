#include "run/programs.hpp"

#include <fmt/format.h>

#include <array>
#include <regex>

#include "base/process.hpp"

namespace misfire {
namespace {

struct Known {
  const char* name;
  std::array<const char*, 2> commands;  ///< as upstream names it, as Debian does
  const char* package;
  bool ours;
};
constexpr std::array<Known, 8> kKnown{{
    {"haproxy", {"haproxy", nullptr}, "haproxy", false},
    {"prometheus", {"prometheus", nullptr}, "prometheus", false},
    {"promtool", {"promtool", nullptr}, "prometheus", false},
    {"alertmanager", {"alertmanager", "prometheus-alertmanager"}, "prometheus-alertmanager", false},
    {"amtool", {"amtool", nullptr}, "prometheus-alertmanager", false},
    {"blackbox_exporter",
     {"blackbox_exporter", "prometheus-blackbox-exporter"},
     "prometheus-blackbox-exporter",
     false},
    {"authd", {"authd", nullptr}, "", true},
    {"misfire-sink", {"misfire-sink", nullptr}, "", true},
}};

Result<fs::path> locate(const Known& known) {
  if (known.ours) {
    auto beside = find_program((program_folder() / known.name).string());
    if (!beside) beside.error().hint = "build the whole project: cmake --build --preset release";
    return beside;
  }
  if (auto first = find_program(known.commands[0], known.package);
      first || known.commands[1] == nullptr) {
    return first;
  }
  return find_program(known.commands[1], known.package);
}

}  // namespace

Checked<Programs> find_programs(const System& system) {
  Programs programs;
  Errors errors;
  for (const Known& known : kKnown) {
    ProgramSpec spec;
    if (const auto own = system.programs.find(known.name); own != system.programs.end()) {
      spec = own->second;
    }
    auto path = spec.path.empty() ? locate(known) : find_program(spec.path.string());
    if (!path) {
      errors.push_back(path.error());
      continue;
    }
    spec.path = *path;
    programs.found[known.name] = spec;
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return programs;
}

std::map<std::string, std::string> program_versions(const Programs& programs) {
  static const std::regex number(R"((?:version\s+)([0-9][^\s,]*))", std::regex::icase);
  std::map<std::string, std::string> versions;
  for (const char* name : {"haproxy", "prometheus", "alertmanager", "blackbox_exporter"}) {
    const std::string flag = std::string(name) == "haproxy" ? "-v" : "--version";
    const auto run = run_tool({programs.path(name).string(), flag}, std::chrono::seconds(20));
    std::smatch found;
    versions[name] =
        run && std::regex_search(run->output, found, number) ? found[1].str() : "unknown";
  }
  return versions;
}

}  // namespace misfire
