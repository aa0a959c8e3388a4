#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <atomic>
#include <charconv>

#include "balancer/complaint.hpp"
#include "balancer/nginx/adapter.hpp"
#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/live_server.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr char kCopy[] = "copy-of-nginx.conf";  // what is checked; no file of a user has this name

/// `nginx -t` opens what it is to listen on for a moment. On an address of its own nobody is in its
/// way: neither another check nor a run.
std::string nobodys_address() {
  static std::atomic<unsigned> checks{0};
  const unsigned pid = static_cast<unsigned>(::getpid());
  return fmt::format("127.{}.{}.{}", 78 + checks++ % 64, pid / 250 % 250, 1 + pid % 250);
}

std::string with_own_listeners(std::string text) {
  const auto model = parse_nginx(text, kCopy);
  if (!model) return text;
  const std::string address = nobodys_address();
  Edits edits;
  for (const NginxDirective& directive : model->directives()) {
    if (directive.name() != "listen" || directive.words.size() < 2 || directive.entry) continue;
    const NginxWord& word = directive.words[1];
    const std::size_t colon = word.text.rfind(':');
    if (word.text.find_first_not_of("0123456789.:") != std::string::npos) continue;
    if (colon != std::string::npos) edits.push_back({word.begin, word.begin + colon, address});
  }
  return misfire::apply(text, std::move(edits)).value_or(text);
}

/// "unknown directive "x" in ./copy:12" as a mistake at its place.
Error as_error(std::string complaint, const std::string& file, const std::string& as_written) {
  Position where{file};
  const std::string mark = std::string(kCopy) + ":";
  const std::size_t at = complaint.rfind(mark);
  if (at != std::string::npos) {
    int line = 0;
    std::from_chars(complaint.data() + at + mark.size(), complaint.data() + complaint.size(), line);
    const std::size_t in = complaint.rfind(" in ", at);
    if (in != std::string::npos) complaint.erase(in);
    const auto model = parse_nginx(as_written, file);
    where = model ? model->where_of_line(line) : Position{file, line};
    const int column = column_of(complaint, line_of(as_written, line), '"');
    where.column = column == 0 ? 0 : where.column + column - 1;
  }
  std::string hint;
  if (complaint.find("unknown directive") != std::string::npos) {
    hint =
        "if a module brings it: load_module is left out here, and only what is built into nginx "
        "is known";
  }
  return Error{ErrorCode::usage, "nginx refuses this: " + complaint, std::move(hint), where};
}

/// It failed without a complaint about the file: its arguments, or the program itself.
Error no_opinion(const ToolRun& run, const std::vector<std::string>& more_args) {
  const std::string first = run.output.substr(0, run.output.find('\n'));
  if (more_args.empty()) {
    return {ErrorCode::environment,
            fmt::format("nginx -t broke down (exit code {}): {}", run.exit_code, first),
            "does nginx -v work?",
            {}};
  }
  return {
      ErrorCode::usage,
      fmt::format("nginx -t does not take the arguments {}: {}", fmt::join(more_args, " "), first),
      "args of [programs] nginx are appended to its command line; nginx -h lists them",
      {}};
}

}  // namespace

Checked<void> NginxAdapter::check(const std::string& text, const std::string& file,
                                  const std::string& as_written, const PartFiles& files) const {
  PartFiles all = files;
  all[kCopy] = with_own_listeners(text);
  if (const auto model = parse_nginx(text, file)) {
    for (const std::string& path : access_logs(*model)) all[path] = "";
  }
  std::vector<std::string> args{"-t", "-p", "./", "-e", "stderr", "-c", kCopy};
  args.insert(args.end(), more_args_.begin(), more_args_.end());
  const auto run = tool_.run(args, 30s, all);
  if (!run) return tl::unexpected(Errors{run.error()});
  if (run->exit_code == 0) return {};
  Errors errors;
  for (std::size_t begin = 0; begin < run->output.size();) {
    const std::size_t end = std::min(run->output.find('\n', begin), run->output.size());
    const std::string_view line = std::string_view(run->output).substr(begin, end - begin);
    begin = end + 1;
    // nginx stops at its first mistake: "2026/11/26 13:57:53 [emerg] 21743#21743: unknown …".
    constexpr std::string_view kMark = "[emerg] ";
    const std::size_t mark = line.find(kMark);
    if (mark == std::string_view::npos) continue;
    std::string_view said = line.substr(mark + kMark.size());
    const std::size_t pid = said.find_first_not_of("0123456789#");
    if (pid != std::string_view::npos && said.substr(pid).starts_with(": ")) {
      said.remove_prefix(pid + 2);
    }
    errors.push_back(as_error(std::string(said), file, as_written));
  }
  if (errors.empty()) errors.push_back(no_opinion(*run, more_args_));
  return tl::unexpected(std::move(errors));
}

}  // namespace misfire
