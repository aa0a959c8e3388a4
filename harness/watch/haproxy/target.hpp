// A running HAProxy: its configuration file and its Runtime API.
#pragma once

#include "base/http_client.hpp"
#include "watch/target.hpp"

namespace misfire::watch {

class HaproxyTarget final : public Target {
 public:
  HaproxyTarget(fs::path config, Endpoint runtime_api)
      : config_(std::move(config)), runtime_api_(std::move(runtime_api)) {}
  Looked look(Duration limit) const override;
  std::string name() const override;

 private:
  Result<FileState> file() const;

  fs::path config_;
  Endpoint runtime_api_;
};

}  // namespace misfire::watch
