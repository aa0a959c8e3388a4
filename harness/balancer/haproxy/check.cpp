#include <fmt/format.h>

#include <charconv>

#include "balancer/haproxy/adapter.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// The complaints without what says nothing about the file: "[ALERT] (123) : config : ".
std::string complaints(const std::string& output) {
  std::string lines;
  for (std::size_t begin = 0; begin < output.size();) {
    const std::size_t end = std::min(output.find('\n', begin), output.size());
    std::string line = output.substr(begin, end - begin);
    begin = end + 1;
    if (line.find("[ALERT]") == std::string::npos) continue;
    if (const std::size_t sign = line.find(") : "); sign != std::string::npos) {
      line.erase(0, sign + 4);
    }
    if (line.starts_with("config : ")) line.erase(0, 9);
    if (line.starts_with("Error(s) found in") || line.starts_with("Fatal errors found in")) {
      continue;
    }
    lines += (lines.empty() ? "" : "\n") + line;
  }
  return lines.empty() ? output : lines;
}

/// "[file:12]" in a complaint.
std::optional<Position> position_in(const std::string& text, const std::string& file) {
  const std::string mark = "[" + file + ":";
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return Position{file};
  int line = 0;
  std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), line);
  return Position{file, line};
}

}  // namespace

Result<void> HaproxyAdapter::check(const std::string& text, const std::string& file) const {
  const auto folder = TemporaryFolder::make("haproxy");
  if (!folder) return tl::unexpected(folder.error());
  const fs::path copy = folder->path() / "haproxy.cfg";
  if (auto written = write_file(copy, text); !written) return written;
  const auto run = run_tool({program_.string(), "-c", "-f", copy.string()}, 30s, folder->path());
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code == 0) return {};
  std::string output = run->output;
  replace_all(output, copy.string(), file);
  const std::string message = complaints(output);
  return usage_error(fmt::format("HAProxy refuses this configuration: {}", message), "",
                     position_in(message, file));
}

Result<std::string> haproxy_version(const fs::path& program) {
  const auto run = run_tool({program.string(), "-v"}, 10s);
  if (!run) return tl::unexpected(run.error());
  for (const std::string mark : {"HAProxy version ", "HA-Proxy version "}) {
    const std::size_t at = run->output.find(mark);
    if (run->exit_code != 0 || at == std::string::npos) continue;
    const std::size_t begin = at + mark.size();
    return run->output.substr(begin, run->output.find_first_of(" \n", begin) - begin);
  }
  return environment_error(fmt::format("{} does not tell a version of HAProxy", program.string()),
                           "[programs] haproxy in the system file names another program");
}

}  // namespace misfire
