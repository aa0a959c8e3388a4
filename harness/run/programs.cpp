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

std::vector<std::pair<std::string, Result<ProgramSpec>>> look_for_programs(const System& system) {
  std::vector<std::pair<std::string, Result<ProgramSpec>>> all;
  for (const Known& known : kKnown) {
    ProgramSpec spec;
    if (const auto own = system.programs.find(known.name); own != system.programs.end()) {
      spec = own->second;
    }
    auto path = spec.path.empty() ? locate(known) : find_program(spec.path.string());
    if (!path) {
      all.emplace_back(known.name, tl::unexpected(path.error()));
      continue;
    }
    spec.path = *path;
    all.emplace_back(known.name, spec);
  }
  return all;
}

Checked<Programs> find_programs(const System& system) {
  Programs programs;
  Errors errors;
  for (auto& [name, program] : look_for_programs(system)) {
    if (program) {
      programs.found[name] = std::move(*program);
    } else {
      errors.push_back(program.error());
    }
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return programs;
}

std::string version_of(const std::string& name, const fs::path& program) {
  static const std::regex number(R"((?:version\s+)([0-9][^\s,]*))", std::regex::icase);
  if (name == "authd" || name == "misfire-sink") return "";
  const auto run = run_tool({program.string(), name == "haproxy" ? "-v" : "--version"},
                            std::chrono::seconds(20));
  std::smatch found;
  return run && std::regex_search(run->output, found, number) ? found[1].str() : "";
}

std::map<std::string, std::string> program_versions(const Programs& programs) {
  std::map<std::string, std::string> versions;
  for (const char* name : {"haproxy", "prometheus", "alertmanager", "blackbox_exporter"}) {
    const std::string version = version_of(name, programs.path(name));
    versions[name] = version.empty() ? "unknown" : version;
  }
  return versions;
}

}  // namespace misfire
