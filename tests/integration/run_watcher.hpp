// Starts misfire as a careless user would (umask 000, proxies in the environment) and looks at what
// its processes listen on, whom they talk to, and what they write, while it runs.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {

class RunWatcher {
 public:
  /// Ends when misfire has. `folders` are watched for what others may read.
  RunWatcher(std::vector<std::string> args, std::map<std::string, std::string> env,
             const fs::path& output, std::vector<fs::path> folders)
      : folders_(std::move(folders)) {
    args.insert(args.begin(), std::string(kBinDir) + "/misfire");
    std::vector<char*> argv;
    for (std::string& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      for (const auto& [name, value] : env) ::setenv(name.c_str(), value.c_str(), 1);
      const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
      ::umask(0);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    int status = 0;
    while (::waitpid(pid_, &status, WNOHANG) == 0) {
      look_at_sockets();
      look_at_files();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    look_at_files();
    exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    text = read_file(output, 64u << 20).value_or("");
  }

  int exit_code = -1;
  std::string text;
  std::set<std::string> programs;   ///< that listened: "haproxy", "prometheus", …
  std::set<std::string> listeners;  ///< "tcp 127.77.1.1:20080"
  std::set<std::string> outside;    ///< sockets bound or connected to something but loopback
  std::set<std::string> readable;   ///< files and folders that others may use
  int files = 0;                    ///< most that were seen at once

 private:
  /// misfire and all below it, by parent.
  std::vector<pid_t> family() const {
    std::map<pid_t, pid_t> parent_of;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
      const pid_t pid = std::atoi(entry.path().filename().c_str());
      const auto stat = pid > 0 ? read_file(entry.path() / "stat") : Result<std::string>("");
      if (!stat || stat->rfind(')') == std::string::npos) continue;
      std::istringstream fields(stat->substr(stat->rfind(')') + 2));
      std::string state;
      fields >> state >> parent_of[pid];
    }
    std::vector<pid_t> found;
    for (const auto& [pid, parent] : parent_of) {
      pid_t up = pid;
      while (up != 0 && up != pid_) up = parent_of.count(up) != 0 ? parent_of[up] : 0;
      if (up == pid_) found.push_back(pid);
    }
    return found;
  }

  void look_at_sockets() {
    std::map<std::string, std::string> owner;  // inode → program
    for (const pid_t pid : family()) {
      const std::string proc = "/proc/" + std::to_string(pid);
      std::string name = read_file(proc + "/comm").value_or("?");
      if (!name.empty()) name.pop_back();
      std::error_code error;
      for (const auto& entry : fs::directory_iterator(proc + "/fd", error)) {
        const std::string target = fs::read_symlink(entry.path(), error).string();
        if (target.starts_with("socket:[")) {
          owner[target.substr(8, target.size() - 9)] = name;
        }
      }
    }
    for (const char* table : {"tcp", "tcp6", "udp", "udp6", "raw", "raw6"}) {
      const auto lines = read_file(std::string("/proc/net/") + table, 64u << 20);
      if (!lines) continue;
      std::istringstream in(*lines);
      std::string line;
      std::getline(in, line);  // the head
      while (std::getline(in, line)) look_at_socket(table, line, owner);
    }
  }

  void look_at_socket(const std::string& table, const std::string& line,
                      const std::map<std::string, std::string>& owner) {
    std::istringstream fields(line);
    std::string slot, local, remote, state, skipped, inode;
    fields >> slot >> local >> remote >> state;
    for (int i = 0; i < 5; ++i) fields >> skipped;
    fields >> inode;
    const auto program = owner.find(inode);
    if (program == owner.end()) return;
    const bool listens = table.starts_with("tcp") ? state == "0A" : false;
    const std::string what = table + " " + local + " " + remote + " of " + program->second;
    if (listens) {
      programs.insert(program->second);
      listeners.insert(what);
    }
    const bool bound = !nothing(local) || !local.ends_with(":0000");
    if (!bound && nothing(remote)) return;  // just made
    if (!loopback(local) || (!nothing(remote) && !loopback(remote))) outside.insert(what);
  }

  static bool nothing(const std::string& address) {
    return address.substr(0, address.find(':')).find_first_not_of('0') == std::string::npos;
  }
  /// 127.0.0.0/8, ::1 or ::ffff:127.…, as /proc writes them (words in the machine's byte order).
  static bool loopback(const std::string& address) {
    const std::string host = address.substr(0, address.find(':'));
    if (host.size() == 8) return host.ends_with("7F");
    return host == "00000000000000000000000001000000" ||
           (host.starts_with("0000000000000000FFFF0000") && host.ends_with("7F"));
  }

  void look_at_files() {
    int seen = 0;
    for (const fs::path& folder : folders_) {
      std::error_code error;
      for (auto it = fs::recursive_directory_iterator(folder, error);
           it != fs::recursive_directory_iterator(); it.increment(error)) {
        struct stat info = {};
        if (::lstat(it->path().c_str(), &info) != 0 || S_ISLNK(info.st_mode)) continue;
        ++seen;
        const mode_t wrong = info.st_mode & (S_ISREG(info.st_mode) ? 0177 : 0077);
        if (wrong != 0) {
          std::ostringstream mode;
          mode << std::oct << (info.st_mode & 07777) << " " << it->path().string();
          readable.insert(mode.str());
        }
      }
    }
    files = std::max(files, seen);
  }

  pid_t pid_ = -1;
  std::vector<fs::path> folders_;
};

}  // namespace misfire
