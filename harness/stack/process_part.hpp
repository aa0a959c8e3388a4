// A part of the process engine: one program of this machine, spawned by the guardian. Internal to
// stack/.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "stack/guardian_link.hpp"
#include "stack/part.hpp"

namespace misfire {

/// What engine and part both know of a process; the engine may be closed before the part is gone.
struct SpawnedProcess {
  std::string name;
  int id = 0;
  Descriptor pidfd;
  bool asked = false;  ///< its end was asked for
  bool told = false;   ///< its unasked end was reported
  std::optional<Exit> exit;
};

/// How it ended, if it has; waits at most `limit`. Without its guardian it has: the kernel saw to
/// that, or, where there is no namespace, we do.
const std::optional<Exit>& end_of(SpawnedProcess&, GuardianLink&, Duration limit);

/// Paths come from users' files too: nothing is ever written outside the part's folder.
Result<void> put_file(const fs::path& folder, const std::string& path, std::string_view bytes);

class ProcessPart final : public Part {
 public:
  ProcessPart(std::shared_ptr<GuardianLink> guardian, std::shared_ptr<SpawnedProcess> process,
              std::string address, std::map<std::string, int> ports, fs::path folder, fs::path log)
      : guardian_(std::move(guardian)),
        process_(std::move(process)),
        address_(std::move(address)),
        ports_(std::move(ports)),
        folder_(std::move(folder)),
        log_(std::move(log)) {}
  ~ProcessPart() override;

  const std::string& name() const override { return process_->name; }
  Endpoint from_harness(const std::string& port) const override {
    return {address_, ports_.at(port)};
  }
  Endpoint from_parts(const std::string& port) const override { return from_harness(port); }
  Result<void> put(const std::string& path, std::string_view bytes) override;
  Result<void> signal(int number) override;
  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) override;
  Result<void> hand_over(const std::string& path, const fs::path& to) override;
  Result<Exit> stop(Duration limit) override;
  Result<Exit> kill() override;
  Result<void> pause() override;
  Result<void> resume() override;
  std::string log_tail(std::size_t bytes) const override;
  int process() const override;

 private:
  std::shared_ptr<GuardianLink> guardian_;
  std::shared_ptr<SpawnedProcess> process_;
  std::string address_;
  std::map<std::string, int> ports_;
  fs::path folder_, log_;
};

}  // namespace misfire
