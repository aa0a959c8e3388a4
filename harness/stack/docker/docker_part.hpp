// A part of the docker engine: one container. Internal to stack/.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "stack/docker/container.hpp"
#include "stack/part.hpp"

namespace misfire {

/// What engine and part both know of a container; the engine may be closed before the part is gone.
struct ContainerBox {
  PartSpec spec;
  std::string address;
  std::optional<Container> container;
  std::map<int, int> published;
  int process = 0;  ///< on the daemon's machine
  std::optional<Exit> exit;
  bool asked = false;  ///< its end was asked for
  bool told = false;   ///< its unasked end was reported
  bool gone = false;   ///< the engine has removed it
};

class DockerPart final : public Part {
 public:
  explicit DockerPart(std::shared_ptr<ContainerBox> box) : box_(std::move(box)) {}
  ~DockerPart() override;

  const std::string& name() const override { return box_->spec.name; }
  Endpoint from_harness(const std::string& port) const override {
    const auto published = box_->published.find(box_->spec.ports.at(port));
    return {"127.0.0.1", published == box_->published.end() ? 0 : published->second};
  }
  Endpoint from_parts(const std::string& port) const override {
    return {box_->address, box_->spec.ports.at(port)};
  }
  Result<void> put(const std::string& path, std::string_view bytes) override;
  Result<void> signal(int number) override;
  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) override;
  Result<void> hand_over(const std::string& path, const fs::path& to) override;
  Result<Exit> stop(Duration limit) override;
  Result<Exit> kill() override;
  // All of a container's processes, while a signal would reach its first one only.
  Result<void> pause() override;
  Result<void> resume() override;
  std::string log_tail(std::size_t bytes) const override;
  int process() const override;

 private:
  std::shared_ptr<ContainerBox> box_;
};

}  // namespace misfire
