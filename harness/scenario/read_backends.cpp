#include "scenario/read_backends.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/placeholders.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

// Grows with the stores that are built.
const std::vector<std::string> kStores = {"sqlite", "postgres"};
constexpr std::int64_t kLeastMemory = 6 << 20;  // Docker's own minimum
constexpr int kLastPort = 65535;

void read_capacity(TableReader& table, Capacity& capacity) {
  if (const auto n = table.whole("workers", 1, 1000)) capacity.workers = static_cast<int>(*n);
  capacity.service_time = table.duration("service_time").value_or(capacity.service_time);
  if (const auto n = table.whole("queue", 0, 1'000'000)) capacity.queue = static_cast<int>(*n);
  table.finish();
}

void check_placeholders(TableReader& table, const std::string& key, const std::string& text) {
  for (const std::string& name : placeholders(text)) {
    const auto& known = kBackendPlaceholders;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    table.mistake(key, fmt::format("{} has an unknown placeholder {{{}}}", table.full(key), name),
                  suggestion(name, known));
  }
}

bool says_port(const OwnBackend& own) {
  const auto has = [](const std::string& text) {
    const auto names = placeholders(text);
    return std::find(names.begin(), names.end(), "port") != names.end();
  };
  return std::any_of(own.command.begin(), own.command.end(), has) ||
         std::any_of(own.environment.begin(), own.environment.end(),
                     [&](const auto& variable) { return has(variable.second); });
}

void read_command(TableReader& table, const fs::path& folder, OwnBackend& own) {
  const auto command = table.texts("command");
  own.command_where = table.where("command");
  if (!command) return;
  own.command = *command;
  if (own.command.empty()) return table.mistake("command", table.full("command") + " is empty");
  for (const std::string& word : own.command) check_placeholders(table, "command", word);
  std::string& program = own.command.front();  // a bare name is looked up in PATH, as a shell does
  if (program.find('/') == program.npos || own.image != "" || !placeholders(program).empty()) {
    return;
  }
  const fs::path path = (folder / program).lexically_normal();
  program = path.string();
  if (auto there = check_is_file(path, "paths are relative to the system file"); !there) {
    table.mistake("command", there.error().message, there.error().hint);
  }
}

void read_environment(TableReader& table, OwnBackend& own) {
  auto environment = table.table("environment");
  if (!environment) return;
  own.environment.clear();
  for (const std::string& name : environment->keys()) {
    const auto value = environment->text(name);
    if (!value) continue;
    check_placeholders(*environment, name, *value);
    own.environment[name] = *value;
  }
}

/// Keys that mean nothing without a service of one's own.
constexpr const char* kOwnKeys[] = {"environment", "port", "metrics_port",
                                    "memory",      "cpus", "ready"};

void read_own(TableReader& table, const fs::path& folder, BackendsSpec& spec) {
  if (!table.has("image") && !table.has("command") && !spec.own) {
    for (const char* key : kOwnKeys) {
      if (table.raw(key) == nullptr) continue;
      table.mistake(key, fmt::format("{} is of a service of your own", table.full(key)),
                    "name it: command = [\"…\", \"{port}\"], or image = \"…\" for containers");
    }
    return;
  }
  if (!spec.own) spec.own.emplace();
  OwnBackend& own = *spec.own;
  own.where = table.where();
  own.image_where = table.where("image");
  if (const auto image = table.text("image")) own.image = *image;
  read_command(table, folder, own);
  read_environment(table, own);
  if (const auto n = table.whole("port", 1, kLastPort)) own.port = static_cast<int>(*n);
  if (const auto n = table.whole("metrics_port", 1, kLastPort)) {
    own.metrics_port = static_cast<int>(*n);
  }
  if (const auto memory = table.bytes("memory", kLeastMemory)) own.limits.memory = *memory;
  if (const auto cpus = table.number("cpus", 0.01, 1024)) own.limits.cpus = *cpus;
  if (!own.image.empty() && own.port == 0) {
    table.demand("port", "on which the image listens: port = 8080");
  }
  if (own.image.empty() && !own.command.empty() && !says_port(own)) {
    table.mistake("command",
                  "nobody tells the service its port: {port} stands neither in command nor in "
                  "environment",
                  "for example command = [\"./auth\", \"--port\", \"{port}\"]");
  }
}

}  // namespace

void read_backends(TableReader& table, const fs::path& folder, BackendsSpec& spec) {
  if (const auto n = table.whole("count", 1, 100)) spec.count = static_cast<int>(*n);
  if (auto capacity = table.table("capacity")) read_capacity(*capacity, spec.capacity);
  if (const auto store = table.choice("store", kStores)) spec.store = *store;
  if (const auto ready = table.text("ready")) {
    spec.ready = *ready;
    if (!ready->starts_with('/') || ready->find_first_of(" ?") != ready->npos) {
      table.mistake("ready", table.full("ready") + " must be a path that begins with /");
    }
  }
  read_own(table, folder, spec);
  if (spec.own && table.has("store")) {
    table.mistake("store", "backends.store is of authd; a service of your own has its own");
  }
  table.finish();
}

}  // namespace misfire
