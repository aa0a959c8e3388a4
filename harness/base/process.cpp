// The only file that sees Boost.Process. Version 2 in Boost 1.81 is compiled into this file.
#define BOOST_PROCESS_V2_SEPARATE_COMPILATION
#include "base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/connect_pipe.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/src.hpp>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <system_error>

#include "base/bare_environment.hpp"
#include "base/descriptor.hpp"
#include "base/interrupt.hpp"

namespace misfire {
namespace {

namespace asio = boost::asio;
namespace bp = boost::process::v2;

constexpr auto kSlice = std::chrono::milliseconds(100);
constexpr auto kGrace = std::chrono::seconds(1);  // after a Ctrl-C: most tools are done by then
constexpr std::size_t kMostOutput = 4u << 20;     // a tool that prints more is cut off, not stored

/// Between fork and exec: only calls that are safe there. What fails is reported as errno.
[[noreturn]] void become(char* const* argv, char* const* variables, const char* folder, int output,
                         int report, pid_t parent) {
  constexpr int kReport = STDERR_FILENO + 1;
  const auto fail = [&] {
    const int error = errno;
    static_cast<void>(!::write(report, &error, sizeof error));
    ::_exit(127);
  };
  // Nobody else would end it if we were killed.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  if (::setpgid(0, 0) != 0 || ::chdir(folder) != 0) fail();
  const int nowhere = ::open("/dev/null", O_RDONLY);
  if (nowhere < 0 || ::dup2(nowhere, STDIN_FILENO) < 0) fail();
  if (::dup2(output, STDOUT_FILENO) < 0 || ::dup2(output, STDERR_FILENO) < 0) fail();
  if (report != kReport && ::dup3(report, kReport, O_CLOEXEC) < 0) fail();
  report = kReport;
  ::syscall(SYS_close_range, kReport + 1u, ~0u, 0u);
  ::execve(argv[0], argv, variables);
  fail();
  ::_exit(127);
}

/// As exec wants them, null at the end.
std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

/// Starts the tool in a process group of its own, so that a deadline ends its children, too, and a
/// Ctrl-C on the terminal reaches the harness alone; with its standard streams only (mmdebstrap
/// fails when it is handed many more). It ends with the thread that started it, which waits for it.
/// Returns 0 or errno.
///
/// Several threads start tools at once. The child of a fork must not wait for a lock before its
/// exec: the thread that holds it does not exist there. Boost's launchers make an io_context's
/// descriptors anew in between; under the address sanitizer such children spun for ever.
int start(pid_t& tool, const std::vector<std::string>& argv, char* const* variables,
          const std::string& folder, int output) {
  const std::vector<char*> args = pointers(argv);
  int pair[2];
  if (::pipe2(pair, O_CLOEXEC) != 0) return errno;
  const Descriptor report_end(pair[0]);
  Descriptor report(pair[1]);
  const pid_t parent = ::getpid();
  tool = ::fork();
  if (tool < 0) return errno;
  if (tool == 0) become(args.data(), variables, folder.c_str(), output, report.get(), parent);
  report = Descriptor();
  int error = 0;
  ssize_t n = 0;
  do {
    n = ::read(report_end.get(), &error, sizeof error);  // closed by an exec
  } while (n < 0 && errno == EINTR);
  if (n != sizeof error) return 0;
  ::waitpid(tool, nullptr, 0);
  return error;
}

/// How long that process waited for a processor (the kernel's schedstat: ran, waited, times).
Duration waited_for_a_processor(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/schedstat", pid));
  std::int64_t ran = 0, waited = 0;
  file >> ran >> waited;
  return std::chrono::nanoseconds(waited);
}

/// A tool that hardly ran is not to blame.
std::string whose_fault(Duration limit, Duration waited) {
  if (2 * waited < limit) return "";
  return fmt::format(": the machine is too busy, it waited {:.0f} s for a processor",
                     to_seconds(waited));
}

tl::unexpected<Error> cannot_run(const std::string& program, const std::error_code& code) {
  if (code == std::errc::too_many_files_open) {
    return environment_error(
        fmt::format("this program has no file descriptor left to run {} (ulimit -n)", program));
  }
  if (code == std::errc::resource_unavailable_try_again) {
    return environment_error(
        fmt::format("no further process can be started, and {} cannot run", program),
        "end other programs, or raise the limit of processes and threads (ulimit -u)");
  }
  return environment_error(fmt::format("cannot run {}: {}", program, code.message()));
}

Result<ToolRun> run(const std::vector<std::string>& argv, char* const* variables, Duration limit,
                    const std::filesystem::path& folder) {
  try {
    asio::io_context io;
    asio::readable_pipe pipe(io);
    asio::writable_pipe pipe_end(io);
    asio::connect_pipe(pipe, pipe_end);
    pid_t pid = -1;
    const int refused = start(pid, argv, variables, folder.empty() ? "." : folder.string(),
                              pipe_end.native_handle());
    if (refused != 0) throw std::system_error(refused, std::generic_category());
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0u));
    if (handle < 0) {
      const int why = errno;
      ::kill(-pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      throw std::system_error(why, std::generic_category());
    }
    bp::process tool(io.get_executor(), pid, handle);  // reaps it in any case
    pipe_end.close();

    ToolRun result;
    bool late = false, unwanted = false;
    bool output_ended = false, ended = false;
    asio::steady_timer timer(io, limit);
    const auto finish = [&] {
      if (output_ended && ended) timer.cancel();
    };
    Duration waited{};
    const auto end_it = [&](bool& why) {
      why = true;
      waited = waited_for_a_processor(tool.id());
      ::kill(-tool.id(), SIGKILL);
      pipe.close();
    };
    timer.async_wait([&](boost::system::error_code error) {
      if (!error) end_it(late);
    });
    char block[16384];
    std::function<void()> read_more = [&] {
      pipe.async_read_some(asio::buffer(block),
                           [&](boost::system::error_code error, std::size_t n) {
                             if (result.output.size() < kMostOutput) result.output.append(block, n);
                             if (!error) return read_more();
                             output_ended = true;
                             finish();
                           });
    };
    read_more();
    tool.async_wait([&](boost::system::error_code, int status) {
      // 1.81 hands over either the raw wait status or the evaluated code; native_exit_code is raw.
      static_cast<void>(status);
      ended = true;
      finish();
    });
    std::chrono::steady_clock::time_point heard{};
    while (!io.stopped()) {
      io.run_for(kSlice);
      if (interrupted() == 0 || unwanted || late) continue;
      const auto now = std::chrono::steady_clock::now();
      if (heard.time_since_epoch().count() == 0) heard = now;
      if (now - heard > kGrace && !io.stopped()) end_it(unwanted);
    }
    if (unwanted) return tl::unexpected(not_interrupted().error());
    if (late) {
      return environment_error(fmt::format("{} was not done after {:.0f} s and was ended{}",
                                           argv.front(), to_seconds(limit),
                                           whose_fault(limit, waited)));
    }
    const int status = tool.native_exit_code();
    result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return result;
  } catch (const boost::system::system_error& error) {  // Asio's machinery
    return cannot_run(argv.front(), error.code());
  } catch (const std::system_error& error) {
    return cannot_run(argv.front(), error.code());
  }
}

}  // namespace

Result<ToolRun> run_tool(const std::vector<std::string>& argv, Duration limit,
                         const std::filesystem::path& folder) {
  return run(argv, environ, limit, folder);
}

Result<ToolRun> run_bare_tool(const std::vector<std::string>& argv, Duration limit,
                              const std::filesystem::path& folder) {
  std::vector<std::string> variables;
  for (const auto& [name, value] : bare_environment(folder)) {
    variables.push_back(name + "=" + value);
  }
  return run(argv, pointers(variables).data(), limit, folder);
}

}  // namespace misfire
