// Short-lived tools of a stack (haproxy -c, promtool, amtool): programs of this machine, or of the
// images whose containers are the parts. Whatever approves a configuration is what will run it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/process.hpp"

namespace misfire {

/// One use of a tool, in a folder of its own that holds these files and goes afterwards.
struct ToolCall {
  std::string program;
  std::vector<std::string> args;
  std::map<std::string, std::string> files;
  Duration limit{};
};

/// Where tools run. Safe to use from many threads.
class Workshop {
 public:
  virtual ~Workshop() = default;
  /// In what the tool prints, files are named as in the call.
  virtual Result<ToolRun> run(const ToolCall&) const = 0;
};

/// On this machine; programs are full paths.
std::shared_ptr<const Workshop> local_workshop();

/// A tool and where it runs.
class Tool {
 public:
  Tool() = default;
  Tool(const fs::path& here) : Tool(here.string(), local_workshop()) {}
  Tool(std::string program, std::shared_ptr<const Workshop> where)
      : program_(std::move(program)), where_(std::move(where)) {}

  const std::string& program() const { return program_; }
  Result<ToolRun> run(const std::vector<std::string>& args, Duration limit,
                      const std::map<std::string, std::string>& files = {}) const {
    return where_->run({program_, args, files, limit});
  }

 private:
  std::string program_;
  std::shared_ptr<const Workshop> where_;
};

}  // namespace misfire
