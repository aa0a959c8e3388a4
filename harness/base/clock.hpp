// Time: instants and spans of wall time, and the model time that scenarios speak of.
// At speed 30, 30 s of model time take 1 s of wall time. The two never mix by accident.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace misfire {

using Duration = std::chrono::nanoseconds;        ///< wall time span
using Instant = std::chrono::sys_time<Duration>;  ///< wall time, UTC, nanoseconds since 1970

/// A span of model time (what scenario and monitoring files say). Millisecond resolution.
struct ModelDuration {
  std::chrono::milliseconds value{0};
  auto operator<=>(const ModelDuration&) const = default;  // NOLINT(modernize-use-nullptr): its 0
  double seconds() const { return std::chrono::duration<double>(value).count(); }
};

inline ModelDuration model_seconds(double s) {
  return {std::chrono::milliseconds(static_cast<std::int64_t>(s * 1000.0 + (s < 0 ? -0.5 : 0.5)))};
}
inline ModelDuration operator+(ModelDuration a, ModelDuration b) {
  return {a.value + b.value};
}
inline ModelDuration operator-(ModelDuration a, ModelDuration b) {
  return {a.value - b.value};
}

inline Duration to_wall(ModelDuration d, double speed) {
  return Duration(static_cast<std::int64_t>(
      std::chrono::duration<double, std::nano>(d.value).count() / speed + 0.5));
}
inline ModelDuration to_model(Duration d, double speed) {
  return model_seconds(std::chrono::duration<double>(d).count() * speed);
}

inline double to_seconds(Duration d) {
  return std::chrono::duration<double>(d).count();
}
inline Duration from_seconds(double s) {
  return Duration(static_cast<std::int64_t>(s * 1e9 + (s < 0 ? -0.5 : 0.5)));
}
inline std::int64_t to_nanos(Instant t) {
  return t.time_since_epoch().count();
}
inline Instant from_nanos(std::int64_t ns) {
  return Instant(Duration(ns));
}

/// Where code that waits gets its time from; tests tick a fake one.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual void sleep_until(Instant) = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  void sleep_until(Instant) override;
};

/// A clock that moves only when told; sleeping jumps ahead.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start = from_nanos(1'700'000'000'000'000'000)) : now_(start) {}
  Instant now() const override { return now_; }
  void sleep_until(Instant t) override {
    if (t > now_) now_ = t;
  }
  void advance(Duration d) { now_ += d; }

 private:
  Instant now_;
};

}  // namespace misfire
