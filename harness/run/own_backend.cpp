#include "run/own_backend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/placeholders.hpp"
#include "fault/stressor.hpp"
#include "load/outcome.hpp"
#include "run/ports.hpp"
#include "stack/docker/images.hpp"

namespace misfire {
namespace {

bool in_containers(const System& system) {
  return system.engine == "docker";
}

fs::path folder_of(const System& system) {
  return fs::absolute(system.file).parent_path();
}

/// A word of the command or of the environment as this backend gets it.
std::string for_backend(const std::string& text, const System& system, const Endpoint& logins,
                        const std::string& name, std::size_t i) {
  return fill_in(text, [&](const std::string& placeholder) -> std::string {
    if (placeholder == "address") return logins.host;
    if (placeholder == "port") return std::to_string(logins.port);
    if (placeholder == "metrics_port") return std::to_string(backend_ports(system, i).metrics);
    if (placeholder == "index") return std::to_string(i);
    if (placeholder == "name") return name;
    return folder_of(system).string();
  });
}

}  // namespace

Errors check_own_backend(const System& system) {
  const auto& own = system.backends.own;
  if (!own) return {};
  if (in_containers(system) && own->image.empty()) {
    return {{ErrorCode::usage, "backends: the engine docker starts images, and none is named",
             "add image = \"…\" and port, or use the engine process", own->where}};
  }
  if (!in_containers(system) && own->command.empty()) {
    return {{ErrorCode::usage, "backends: the engine process starts programs, and none is named",
             "add command = [\"…\", \"{port}\"], or use the engine docker", own->where}};
  }
  return {};
}

std::string unsupported_by_own(const System& system, const std::string& fault) {
  const Stressor* stressor = find_stressor(fault);
  if (!system.backends.own || stressor == nullptr) return "";
  if (stressor->hold != Hold::service_time && stressor->hold != Hold::answers) return "";
  return fmt::format(
      "{} is done by authd when it is asked to; a service of your own is not asked to be broken",
      fault);
}

void find_own_backend(const System& system, Programs& programs, Errors& errors) {
  const OwnBackend& own = *system.backends.own;
  ProgramSpec spec;
  spec.limits = own.limits;
  if (in_containers(system)) {
    if (own.image.empty()) return;
    const auto client = DockerClient::connect();
    if (!client) return;  // it is told already
    auto found = find_image(*client, own.image);
    if (!found) {
      Error error = found.error();
      error.hint = fmt::format("docker pull {}, or build it", own.image);
      error.where = own.image_where;
      errors.push_back(std::move(error));
      return;
    }
    spec.path = kOwnBackend;
    programs.images[kOwnBackend] = own.image;
    programs.digests[own.image] = found->id;
  } else {
    if (own.command.empty()) return;
    const std::string& name = own.command.front();
    const bool bare = name.find('/') == name.npos;
    auto path = find_program(bare ? name : (folder_of(system) / name).string());
    if (!path) {
      path.error().where = own.command_where;
      errors.push_back(std::move(path.error()));
      return;
    }
    spec.path = *path;
  }
  programs.found[kOwnBackend] = spec;
}

BackendPorts backend_ports(const System& system, std::size_t i) {
  const auto& own = system.backends.own;
  const int number = static_cast<int>(i);
  const int port = ports::kFirstBackend + number;
  if (!own) return {port, port};
  if (in_containers(system)) {
    return {own->port, own->metrics_port != 0 ? own->metrics_port : own->port};
  }
  // Only who is told of a port of its own serves metrics there.
  bool told = false;
  const auto look = [&](const std::string& text) {
    for (const std::string& name : placeholders(text)) told = told || name == "metrics_port";
  };
  for (const std::string& word : own->command) look(word);
  for (const auto& [name, value] : own->environment) look(value);
  return {port, told ? ports::kFirstBackendMetrics + number : port};
}

PartSpec own_backend_spec(Engine& engine, const Inputs& in, const std::string& name,
                          std::size_t i) {
  const OwnBackend& own = *in.system.backends.own;
  const BackendPorts ports = backend_ports(in.system, i);
  const Endpoint at = engine.address(name, ports.logins);
  const auto filled = [&](const std::string& text) {
    return for_backend(text, in.system, at, name, i);
  };
  PartSpec spec;
  spec.name = name;
  spec.program = in.programs.path(kOwnBackend).string();
  spec.foreign = true;
  spec.args = own.command;
  if (!in_containers(in.system)) spec.args.erase(spec.args.begin());
  for (std::string& word : spec.args) word = filled(word);
  for (const auto& [variable, value] : own.environment) spec.env[variable] = filled(value);
  spec.ports = {{"http", ports.logins}};
  if (ports.metrics != ports.logins) {
    spec.ports["metrics"] = ports.metrics;
    spec.inner_ports = {"metrics"};
  }
  spec.limits = own.limits;
  return spec;
}

ReadyQuestion ready_question(const System& system, bool for_a_login) {
  const auto& own = system.backends.own;
  if (!own) return {for_a_login ? "/readyz" : "/healthz"};  // what authd answers 200
  const std::string& path = system.backends.ready;
  return path.empty() ? ReadyQuestion{"/", true} : ReadyQuestion{path};
}

bool means_up(const HttpResponse& answer, const ReadyQuestion& question) {
  return question.any_answer || (answer.status >= 200 && answer.status < 300);
}

bool is_up(const Endpoint& at, const ReadyQuestion& question, Duration limit) {
  const auto answer = http(at, {"GET", question.path, {}, {}}, limit);
  return answer && means_up(*answer, question);
}

std::string path_alone(const std::string& target) {
  return target.substr(0, target.find('?'));
}

std::string backend_header(const System& system) {
  return system.login.backend.empty() ? kToldHeader : system.login.backend;
}

std::string backends_text(const System& system) {
  const auto& own = system.backends.own;
  if (!own) return "";
  if (in_containers(system)) return own->image;
  fs::path program = own->command.front();
  std::string text = program.filename().string();
  for (std::size_t i = 1; i < own->command.size(); ++i) text += " " + own->command[i];
  return text;
}

std::string login_text(const LoginSpec& login) {
  const LoginSpec usual;
  const bool as_usual = login.method == usual.method && login.path == usual.path &&
                        login.body == usual.body && login.success == usual.success &&
                        login.users.empty();
  if (as_usual) return "";
  return fmt::format("{} {}; one succeeds with {}{}", login.method, login.path,
                     success_text(login.success),
                     login.users.empty() ? "" : "; users of " + login.users.filename().string());
}

std::string own_backend_identity(const System& system) {
  const auto& own = system.backends.own;
  if (!own) return "";
  std::string text = fmt::format("{} {} {} {}", fmt::join(own->command, " "), own->image,
                                 system.backends.ready, own->metrics_port);
  for (const auto& [name, value] : own->environment) text += fmt::format(" {}={}", name, value);
  for (const std::string& word : own->command) {
    const fs::path file = for_backend(word, system, {}, "", 0);
    std::error_code error;
    if (!fs::is_regular_file(file, error)) continue;
    text += fmt::format(" {} {}", fs::file_size(file, error),
                        fs::last_write_time(file, error).time_since_epoch().count());
  }
  return text;
}

}  // namespace misfire
