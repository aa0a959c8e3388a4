#include "stack/run_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "stack/address.hpp"
#include "stack/message.hpp"

namespace misfire {
namespace {

Result<void> flush(const fs::path& path, int flags) {
  const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
  if (!file || ::fsync(file.get()) != 0) {
    return environment_error(fmt::format("cannot flush {}", path.string()));
  }
  return {};
}

}  // namespace

unsigned long long start_time_of(pid_t pid) {
  const auto stat = read_file(fmt::format("/proc/{}/stat", pid));
  if (!stat) return 0;
  const auto name_end = stat->rfind(')');  // the name may hold spaces and brackets
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(stat->substr(name_end + 2));
  std::string skipped;
  for (int field = 3; field < 22; ++field) fields >> skipped;
  unsigned long long start = 0;
  fields >> start;
  return start;
}

Result<void> write_run_file(const fs::path& path, const RunFile& run) {
  auto boot = read_file("/proc/sys/kernel/random/boot_id");
  if (boot && !boot->empty()) boot->pop_back();
  const pid_t self = ::getpid();
  const nlohmann::json json{
      {"schema", "misfire.runfile/1"},
      {"run_id", run.run_id},
      {"boot_id", boot.value_or("")},
      {"engine", run.engine},
      {"namespaced", run.namespaced},
      {"slot", run.slot},
      {"address", slot_address(run.slot)},
      {"guardian", {{"pid", run.guardian}, {"start_time", start_time_of(run.guardian)}}},
      {"harness", {{"pid", self}, {"start_time", start_time_of(self)}}}};
  if (auto written = write_file(path, json.dump(2) + "\n"); !written) return written;
  if (auto flushed = flush(path, O_RDONLY); !flushed) return flushed;
  return flush(path.parent_path(), O_RDONLY | O_DIRECTORY);
}

}  // namespace misfire
