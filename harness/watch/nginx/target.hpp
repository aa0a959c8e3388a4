// A running nginx: its configuration with all that it includes, its status page and its processes.
#pragma once

#include "scenario/watch_spec.hpp"
#include "watch/target.hpp"

namespace misfire::watch {

class NginxTarget final : public Target {
 public:
  /// Without a pid file it is not known which text runs: the file is held against what was
  /// approved.
  NginxTarget(fs::path config, std::optional<StatusPage> page, fs::path pid_file)
      : config_(std::move(config)), page_(std::move(page)), pid_file_(std::move(pid_file)) {}
  Looked look(Duration limit) const override;
  std::string name() const override;

 private:
  Result<FileState> file() const;
  std::optional<Missed> ask_status(Duration limit) const;

  fs::path config_;
  std::optional<StatusPage> page_;
  fs::path pid_file_;
};

}  // namespace misfire::watch
