#include "stack/run_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/durable.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

using nlohmann::json;

constexpr char kSchema[] = "misfire.runfile/1";

json to_json(const ProcessIdentity& process) {
  return {{"pid", process.pid}, {"start_time", process.start_time}};
}

ProcessIdentity identity(const json& file, const char* who) {
  const json& process = file.at(who);
  return {process.at("pid").get<pid_t>(), process.at("start_time").get<unsigned long long>(),
          file.at("boot_id").get<std::string>()};
}

}  // namespace

Result<void> write_run_file(const fs::path& path, RunFile run) {
  run.harness = {::getpid(), start_time_of(::getpid()), run.guardian.boot};
  json file{{"schema", kSchema},
            {"run_id", run.run_id},
            {"boot_id", run.guardian.boot},
            {"pid_namespace", pid_namespace()},
            {"machine_id", machine_id()},
            {"engine", run.engine},
            {"namespaced", run.namespaced},
            {"guardian", to_json(run.guardian)},
            {"harness", to_json(run.harness)}};
  if (run.docker.empty()) {
    file["slot"] = run.slot;
    file["address"] = slot_address(run.slot);
  } else {
    file["docker"] = run.docker;
  }
  return write_file_durably(path, file.dump(2) + "\n");
}

Result<RunFile> read_run_file(const fs::path& path) {
  const auto text = read_file(path, 64u << 10);
  if (!text) return tl::unexpected(text.error());
  try {
    const json file = json::parse(*text);
    if (file.at("schema") != kSchema) {
      return environment_error(
          fmt::format("{} has another schema than {}", path.string(), kSchema));
    }
    RunFile run;
    run.run_id = file.at("run_id");
    run.engine = file.at("engine");
    run.guardian = identity(file, "guardian");
    run.harness = identity(file, "harness");
    run.namespaced = file.at("namespaced");
    run.docker = file.value("docker", "");
    run.slot = file.value("slot", 0);
    run.pid_namespace = file.value("pid_namespace", "");
    run.machine = file.value("machine_id", "");
    return run;
  } catch (const json::exception& error) {
    return environment_error(
        fmt::format("{} is no whole run file: {}", path.string(), error.what()));
  }
}

bool on_another_machine(const RunFile& run) {
  const std::string machine = machine_id();
  return !machine.empty() && !run.machine.empty() && machine != run.machine;
}

bool numbers_otherwise(const RunFile& run) {
  return !run.pid_namespace.empty() && run.pid_namespace != pid_namespace();
}

}  // namespace misfire
