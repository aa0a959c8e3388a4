#include "run/programs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <regex>
#include <utility>

#include "base/bare_environment.hpp"
#include "run/exporters.hpp"
#include "run/own_backend.hpp"
#include "run/store_kind.hpp"
#include "stack/approvals.hpp"
#include "stack/docker/images.hpp"
#include "stack/docker/workshop.hpp"

namespace misfire {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);  // to say a version; a busy machine takes one

struct Known {
  const char* name;
  std::array<const char*, 2> commands;  ///< as upstream names it, as Debian does
  const char* package;
  bool ours;
  const char* flag;  ///< makes it say what it is
  const char* says;  ///< what its answer begins with, or holds
};
constexpr std::array<Known, 13> kKnown{{
    {"haproxy", {"haproxy", nullptr}, "haproxy", false, "-v", "roxy version"},
    {"nginx", {"nginx", nullptr}, "nginx-light", false, "-v", "nginx version"},
    {"nginx_exporter",
     {"nginx-prometheus-exporter", "prometheus-nginx-exporter"},
     "prometheus-nginx-exporter",
     false,
     "-version",
     "NGINX Prometheus Exporter"},
    {"mtail", {"mtail", nullptr}, "mtail", false, "-version", "mtail version"},
    {"prometheus",
     {"prometheus", nullptr},
     "prometheus",
     false,
     "--version",
     "prometheus, version"},
    {"promtool", {"promtool", nullptr}, "prometheus", false, "--version", "promtool, version"},
    {"alertmanager",
     {"alertmanager", "prometheus-alertmanager"},
     "prometheus-alertmanager",
     false,
     "--version",
     "alertmanager, version"},
    {"amtool",
     {"amtool", nullptr},
     "prometheus-alertmanager",
     false,
     "--version",
     "amtool, version"},
    {"blackbox_exporter",
     {"blackbox_exporter", "prometheus-blackbox-exporter"},
     "prometheus-blackbox-exporter",
     false,
     "--version",
     "blackbox_exporter, version"},
    {"postgres", {"postgres", nullptr}, "postgresql", false, "--version", "postgres (PostgreSQL)"},
    {"postgres_exporter",
     {"postgres_exporter", "prometheus-postgres-exporter"},
     "prometheus-postgres-exporter",
     false,
     "--version",
     "postgres_exporter, version"},
    {"authd", {"authd", nullptr}, "", true, "--help", "auth backend of Misfire"},
    {"misfire-sink", {"misfire-sink", nullptr}, "", true, "--help", "Keeps every notification"},
}};

/// Only what the stack is made of.
bool is_needed(const Known& known, const System& system) {
  const std::string_view name = known.name;
  const bool balancer = std::find(kBalancers.begin(), kBalancers.end(), name) != kBalancers.end();
  if (balancer) return name == system.balancer.kind;
  if (name == "mtail") return !system.monitoring.mtail.empty();
  if (name == "nginx_exporter") return scrapes_exporter(system);
  if (name == "authd") return !system.backends.own;
  if (name == kPostgres) return has_server(system);
  if (name == "postgres_exporter") return scrapes_store(system);
  return true;
}

/// Debian keeps each version in a folder of its own and none of them in PATH; the newest.
Result<fs::path> locate_postgres(const Known& known) {
  std::error_code none;
  std::optional<std::pair<int, fs::path>> newest;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
    const int version = std::atoi(entry.path().filename().c_str());
    const fs::path program = entry.path() / "bin/postgres";
    if (!fs::exists(program, none) || (newest && newest->first >= version)) continue;
    newest = {version, program};
  }
  return find_program(newest ? newest->second.string() : known.commands[0], known.package);
}

Result<fs::path> locate(const Known& known) {
  if (known.ours) {
    auto beside = find_program((program_folder() / known.name).string());
    if (!beside) beside.error().hint = "build the whole project: cmake --build --preset release";
    return beside;
  }
  if (known.name == std::string_view(kPostgres)) return locate_postgres(known);
  if (auto first = find_program(known.commands[0], known.package);
      first || known.commands[1] == nullptr) {
    return first;
  }
  return find_program(known.commands[1], known.package);
}

std::string named_hint(const Known& known) {
  return fmt::format("leave out [programs] {} to use the one that is installed", known.name);
}

/// Asks a program what it is: /bin/true in promtool's place would approve of everything.
Result<void> ask(const Known& known, const fs::path& path) {
  const auto run = run_bare_tool({path.string(), known.flag}, kPatience);
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code != 0) {
    const std::string first = run->output.substr(0, run->output.find('\n'));
    return environment_error(
        fmt::format("\"{} {}\" failed with exit code {}{}", path.string(), known.flag,
                    run->exit_code, first.empty() ? "" : ": " + first),
        "does it run by hand? Memory or threads may be limited (ulimit -v, ulimit -u)");
  }
  if (run->output.find(known.says) != std::string::npos) return {};
  return environment_error(fmt::format("{} is not {}: \"{} {}\" does not say so", path.string(),
                                       known.name, path.filename().string(), known.flag));
}

/// Once a program and command: a folder of scenarios names the same ones again and again.
Result<void> identify(const Known& known, const fs::path& path) {
  static std::map<std::pair<std::string, std::string>, Result<void>> asked;
  const auto key = std::make_pair(std::string(known.name), path.string());
  auto before = asked.find(key);
  if (before == asked.end()) before = asked.emplace(key, ask(known, path)).first;
  return before->second;
}

}  // namespace

namespace {

Programs find_here(const System& system, Errors& errors) {
  // A folder of scenarios asks the same of the same files again and again.
  static const auto workshop = remember_approvals_meanwhile(local_workshop());
  Programs programs;
  programs.workshop = workshop;
  for (const Known& known : kKnown) {
    if (!is_needed(known, system)) continue;
    ProgramSpec spec;
    const auto own = system.programs.find(known.name);
    if (own != system.programs.end()) spec = own->second;
    const bool named = !spec.path.empty();
    auto path = named ? find_program(spec.path.string()) : locate(known);
    // Our own programs that lie beside this one need not be asked.
    const auto fine = path && (named || !known.ours) ? identify(known, *path) : Result<void>();
    if (!path || !fine) {
      Error error = path ? fine.error() : path.error();
      if (named) {
        if (path || error.hint.empty()) error.hint = named_hint(known);
        error.where = spec.where;
      }
      errors.push_back(std::move(error));
      continue;
    }
    spec.path = *path;
    programs.found[known.name] = spec;
  }
  return programs;
}

/// The images must be there; what is in them, their programs tell when they are asked.
Programs find_in_images(const System& system, Errors& errors) {
  Programs programs;
  const auto client = DockerClient::connect();
  if (!client) {
    errors.push_back(client.error());
    return programs;
  }
  for (const Known& known : kKnown) {
    if (!is_needed(known, system)) continue;
    ProgramSpec spec;
    const auto own = system.programs.find(known.name);
    if (own != system.programs.end()) spec = own->second;
    const std::string image = spec.image.empty() ? image_for(known.name) : spec.image;
    auto found = find_image(*client, image);
    if (!found) {
      if (!spec.image.empty()) found.error().where = spec.where;
      errors.push_back(std::move(found.error()));
      continue;
    }
    spec.path = known.name;
    programs.found[known.name] = spec;
    programs.images[known.name] = image;
    programs.digests[image] = found->id;
    if (!found->program_version.empty()) programs.versions[known.name] = found->program_version;
  }
  if (programs.has(kPostgres)) programs.images[kServeStore] = programs.images.at(kPostgres);
  auto workshop = docker_workshop(*client, programs.images);
  if (!workshop) {
    errors.push_back(workshop.error());
    return Programs{};
  }
  ProgramIds ids;
  for (const auto& [program, image] : programs.images) ids[program] = programs.digests.at(image);
  programs.workshop = remember_approvals(std::move(*workshop), std::move(ids));
  return programs;
}

}  // namespace

Programs find_programs(const System& system, Errors& errors) {
  const bool containers = system.engine == "docker";
  Programs programs = containers ? find_in_images(system, errors) : find_here(system, errors);
  if (system.backends.own) {
    find_own_backend(system, programs, errors);
    return programs;
  }
  if (!containers) {
    if (programs.has("authd")) programs.authd_here = programs.path("authd");
  } else if (auto beside = find_program((program_folder() / "authd").string())) {
    programs.authd_here = *beside;
  } else {
    errors.push_back(beside.error());
  }
  return programs;
}

std::string version_of(const Programs& programs, const std::string& name) {
  static const std::regex number(R"((?:version[\s:=]+(?:nginx/)?|\(PostgreSQL\) )([0-9][^\s,]*))",
                                 std::regex::icase);
  if (name == "authd" || name == "misfire-sink") return "";
  const auto told = programs.versions.find(name);
  if (told != programs.versions.end()) return told->second;
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& one) { return name == one.name; });
  if (known == kKnown.end()) return "";
  const auto run = programs.tool(name).run({known->flag}, std::chrono::seconds(20));
  std::smatch found;
  return run && std::regex_search(run->output, found, number) ? found[1].str() : "";
}

std::map<std::string, std::string> program_versions(const Programs& programs) {
  std::map<std::string, std::string> versions;
  for (const char* name : {"haproxy", "nginx", "nginx_exporter", "mtail", "prometheus",
                           "alertmanager", "blackbox_exporter", "postgres", "postgres_exporter"}) {
    if (!programs.has(name)) continue;
    const std::string version = version_of(programs, name);
    versions[name] = version.empty() ? "unknown" : version;
  }
  return versions;
}

}  // namespace misfire
