// Feels the pulse of every part: asks each a trivial question twice a second, in a thread a part,
// so that a part that is stopped, hung or slowed by somebody else is noticed by whom it is, and not
// by what else then fails. Works over the network alone: a part need not be a local process. Owned
// by the watch; whatever it asks must outlive it, or be forgotten first.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// One question to a part, with a limit. Called from a thread of its own.
using Probe = std::function<Result<void>(Duration limit)>;

class Pulse {
 public:
  /// A part that has not answered for `patience` is silent.
  explicit Pulse(Duration patience);
  ~Pulse();

  void watch(const std::string& part, Probe);
  /// Waits until no question is under way; an unanswered one is given up within a fraction of a
  /// second.
  void forget(const std::string& part);
  void forget_all();

  struct Silence {
    std::string part;
    Duration lasts{};
    std::string error;  ///< what the last question came to; empty while the first is under way
  };
  /// Parts that have not answered for at least that long, the longest first.
  std::vector<Silence> silent(Duration at_least) const;
  Duration patience() const { return patience_; }
  void be_patient(Duration patience) { patience_ = patience; }

  /// From now on lateness counts.
  void start_lateness();
  /// How long each part left questions unanswered beyond what a busy machine explains.
  std::map<std::string, Duration> lateness() const;

 private:
  class Beat;
  Duration patience_;
  std::map<std::string, std::unique_ptr<Beat>> beats_;
};

/// "prometheus did not answer for 5.0 s (stopped or overloaded?)".
std::string to_string(const Pulse::Silence&);

}  // namespace misfire
