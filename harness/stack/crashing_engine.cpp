#include "stack/crashing_engine.hpp"

#include <fmt/format.h>

#include "base/crash_point.hpp"

namespace misfire {

#ifdef MISFIRE_CRASH_POINTS

namespace {

template <class Operation>
auto between_crash_points(const std::string& name, Operation operation) {
  crash_point("before " + name);
  auto result = operation();
  crash_point("after " + name);
  return result;
}

class CrashingPart final : public Part {
 public:
  explicit CrashingPart(PartPtr part) : part_(std::move(part)) {}
  const std::string& name() const override { return part_->name(); }
  Endpoint from_harness(const std::string& port) const override {
    return part_->from_harness(port);
  }
  Endpoint from_parts(const std::string& port) const override { return part_->from_parts(port); }
  Result<void> put(const std::string& path, std::string_view bytes) override {
    return between_crash_points(fmt::format("{}: put {}", name(), path),
                                [&] { return part_->put(path, bytes); });
  }
  Result<void> signal(int number) override {
    return between_crash_points(fmt::format("{}: signal {}", name(), number),
                                [&] { return part_->signal(number); });
  }
  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) override {
    return between_crash_points(fmt::format("{}: run {}", name(), argv.front()),
                                [&] { return part_->run(argv, limit); });
  }
  Result<void> hand_over(const std::string& path, const fs::path& to) override {
    return between_crash_points(fmt::format("{}: hand over {}", name(), path),
                                [&] { return part_->hand_over(path, to); });
  }
  Result<Exit> stop(Duration limit) override {
    return between_crash_points(name() + ": stop", [&] { return part_->stop(limit); });
  }
  Result<Exit> kill() override {
    return between_crash_points(name() + ": kill", [&] { return part_->kill(); });
  }
  Result<void> pause() override {
    return between_crash_points(name() + ": pause", [&] { return part_->pause(); });
  }
  Result<void> resume() override {
    return between_crash_points(name() + ": resume", [&] { return part_->resume(); });
  }
  std::string log_tail(std::size_t bytes) const override { return part_->log_tail(bytes); }

 private:
  PartPtr part_;
};

class CrashingEngine final : public Engine {
 public:
  explicit CrashingEngine(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
  Endpoint address(const std::string& part, int port) override {
    return engine_->address(part, port);
  }
  Result<PartPtr> start(const PartSpec& spec) override {
    return between_crash_points(spec.name + ": start", [&]() -> Result<PartPtr> {
      auto part = engine_->start(spec);
      if (part) part = PartPtr(std::make_unique<CrashingPart>(std::move(*part)));
      return part;
    });
  }
  bool works_side_by_side() const override { return engine_->works_side_by_side(); }
  std::vector<UnaskedExit> exits() override { return engine_->exits(); }
  Result<void> close() override {
    if (closed_) return {};
    closed_ = true;
    return between_crash_points("the engine is closed", [&] { return engine_->close(); });
  }

 private:
  std::unique_ptr<Engine> engine_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Engine> with_crash_points(std::unique_ptr<Engine> engine) {
  return std::make_unique<CrashingEngine>(std::move(engine));
}

#else

std::unique_ptr<Engine> with_crash_points(std::unique_ptr<Engine> engine) {
  return engine;
}

#endif

}  // namespace misfire
