#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "balancer/complaint.hpp"
#include "balancer/haproxy/adapter.hpp"
#include "balancer/haproxy/environment.hpp"
#include "balancer/haproxy/model.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr char kCopy[] = "copy-of-haproxy.cfg";  // what is checked; no file of a user has this name
constexpr char kEnvironment[] = "environment-of-haproxy.cfg";  // a tool inherits no variables

/// The complaints without what says nothing about the file: "[ALERT] (123) : config : ".
std::vector<std::string> complaints(const std::string& output) {
  std::vector<std::string> found;
  bool inside = false;
  const bool warnings_count = output.find("zero-warning") != std::string::npos;
  for (std::size_t begin = 0; begin < output.size();) {
    const std::size_t end = std::min(output.find('\n', begin), output.size());
    std::string line = output.substr(begin, end - begin);
    begin = end + 1;
    if (inside && !line.empty() && line.front() != '[') found.back() += "\n" + line;
    if (line.starts_with('[')) inside = false;
    const bool warns = line.find("[WARNING]") != std::string::npos && warnings_count;
    if (line.find("[ALERT]") == std::string::npos && !warns) continue;
    if (const std::size_t sign = line.find(") : "); sign != std::string::npos) {
      line.erase(0, sign + 4);
    }
    if (line.starts_with("config : ")) line.erase(0, 9);
    // What only says that there were others.
    if (line.starts_with("Error(s) found in") || line.starts_with("Fatal errors found in")) {
      continue;
    }
    found.push_back(std::move(line));
    inside = true;
  }
  return found;
}

OriginLines origins_of(std::string_view text, const std::string& file) {
  auto model = parse_haproxy(std::string(text), file);
  return model ? std::move(model->origins) : OriginLines(file);
}

/// The line that the user wrote there.
std::string_view line_as_written(std::string_view as_written, const std::string& file,
                                 const Position& where) {
  const OriginLines lines = origins_of(as_written, file);
  const auto last = static_cast<int>(std::count(as_written.begin(), as_written.end(), '\n')) + 1;
  for (int line = 1; line <= last; ++line) {
    const Position from = lines.where(line);
    if (from.line != where.line || from.file != where.file) continue;
    const std::string_view text = line_of(as_written, line);
    if (!text.starts_with(kOriginMark)) return text;
  }
  return {};
}

/// Other lines that a complaint speaks of, as the user wrote them: "(declared at FILE:12)".
std::string with_own_lines(std::string complaint, const std::string& file,
                           const OriginLines& lines) {
  const std::string mark = file + ":";
  for (std::size_t at = complaint.find(mark); at != std::string::npos;) {
    const char* digits = complaint.data() + at + mark.size();
    int line = 0;
    const auto end = std::from_chars(digits, complaint.data() + complaint.size(), line).ptr;
    const Position from = lines.where(line);
    const std::string place = line > 0 ? fmt::format("{}:{}", from.file, from.line) : mark;
    complaint.replace(at, mark.size() + static_cast<std::size_t>(end - digits), place);
    at = complaint.find(mark, at + place.size());
  }
  return complaint;
}

/// "parsing [file:12] : unknown keyword …" as a mistake at its place.
Error as_error(std::string complaint, const std::string& file, const OriginLines& lines,
               std::string_view as_written) {
  Position where{file};
  const std::string mark = "[" + file + ":";
  if (const std::size_t at = complaint.find(mark); at != std::string::npos) {
    const char* digits = complaint.data() + at + mark.size();
    std::from_chars(digits, complaint.data() + complaint.size(), where.line);
    const std::size_t end = complaint.find(']', at);
    if (end != std::string::npos) {
      const std::size_t text = complaint.find_first_not_of(" :", end + 1);
      complaint.erase(0, std::min(text, complaint.size()));
    }
    where = lines.where(where.line);
    where.column = column_of(complaint, line_as_written(as_written, file, where), '\'');
  }
  return Error{ErrorCode::usage,
               "HAProxy refuses this: " + with_own_lines(std::move(complaint), file, lines),
               {},
               where};
}

/// It failed without a complaint about the file: its arguments, or the program itself.
Error no_opinion(const ToolRun& run, const std::vector<std::string>& more_args) {
  const std::string first = run.output.substr(0, run.output.find('\n'));
  if (more_args.empty()) {
    return {ErrorCode::environment,
            fmt::format("haproxy -c broke down (exit code {}): {}", run.exit_code, first),
            "does haproxy -v work?",
            {}};
  }
  return {ErrorCode::usage,
          fmt::format("haproxy -c does not take the arguments {}", fmt::join(more_args, " ")),
          "args of [programs] haproxy are appended to its command line; haproxy -h lists them",
          {}};
}

}  // namespace

Checked<void> HaproxyAdapter::check(const std::string& text, const std::string& file,
                                    const std::string& as_written, const PartFiles& files) const {
  PartFiles all = files;
  all[kCopy] = text;
  std::vector<std::string> args{"-c"};
  const auto model = parse_haproxy(text, kCopy);
  const auto variables = model ? handed_on(*model) : std::map<std::string, std::string>();
  if (!variables.empty()) {
    all[kEnvironment] = "global\n" + setenv_lines(variables);
    args.insert(args.end(), {"-f", kEnvironment});
  }
  args.insert(args.end(), {"-f", kCopy});
  args.insert(args.end(), more_args_.begin(), more_args_.end());
  const auto run = tool_.run(args, 30s, all);
  if (!run) return tl::unexpected(Errors{run.error()});
  if (run->exit_code == 0) return {};
  std::string output = run->output;
  replace_all(output, kCopy, file);
  Errors errors;
  const OriginLines lines = origins_of(text, file);
  for (std::string& complaint : complaints(output)) {
    errors.push_back(as_error(std::move(complaint), file, lines, as_written));
  }
  if (errors.empty()) errors.push_back(no_opinion(*run, more_args_));
  return tl::unexpected(std::move(errors));
}

}  // namespace misfire
