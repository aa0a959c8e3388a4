#include "replay/each_recording.hpp"

#include <fmt/format.h>

#include <atomic>
#include <random>
#include <thread>

#include "base/duration.hpp"
#include "base/temporary_folder.hpp"
#include "run/interrupt.hpp"
#include "run/ports.hpp"
#include "stack/run_folder.hpp"

namespace misfire {
namespace {

constexpr ModelDuration kLookback{std::chrono::minutes(5)};  // --query.lookback-delta

/// An engine whose run leaves nothing: what it starts lies in a folder that goes with it.
class Bench {
 public:
  static Result<std::unique_ptr<Bench>> open() {
    std::random_device device;
    const std::string id = fmt::format("{:08x}", device());
    auto folder = TemporaryFolder::make("replay");
    if (!folder) return tl::unexpected(folder.error());
    auto run = RunFolder::make(folder->path() / "run", id);
    if (!run) return tl::unexpected(run.error());
    std::unique_ptr<Bench> bench(new Bench(std::move(*folder), std::move(*run)));
    EngineOptions options{id, bench->run_.path(), bench->run_.path() / "run.json"};
    options.run_lock = bench->run_.entry().lock();
    options.registration = bench->run_.entry().path();
    options.left_behind = [run = &bench->run_] { run->entry().leave_for_sweep(); };
    auto engine = open_process_engine(options);
    if (!engine) return tl::unexpected(engine.error());
    bench->engine_ = std::move(*engine);
    return bench;
  }
  Engine& engine() { return *engine_; }

 private:
  Bench(TemporaryFolder folder, RunFolder run) : folder_(std::move(folder)), run_(std::move(run)) {}
  TemporaryFolder folder_;
  RunFolder run_;
  std::unique_ptr<Engine> engine_;
};

Checked<void> use_one(const Recording& recording, const std::string& program, std::size_t number,
                      Engine& engine, const UseRecording& use) {
  auto blocks = read_blocks(recording);
  if (!blocks) return tl::unexpected(Errors{blocks.error()});
  RecordedPrometheus::Options wanted;
  wanted.name = fmt::format("prometheus-{}", number);
  wanted.program = program;
  wanted.port = ports::kPrometheus;
  wanted.lookback = to_wall(kLookback, recording.facts.speed);
  wanted.blocks = std::move(*blocks);
  auto prometheus = RecordedPrometheus::start(engine, wanted);
  if (!prometheus) return tl::unexpected(Errors{prometheus.error()});
  return use(number, **prometheus);
}

}  // namespace

Result<std::vector<Checked<void>>> each_recording(const std::vector<const Recording*>& recordings,
                                                  const std::string& program, int most,
                                                  const UseRecording& use) {
  std::vector<std::unique_ptr<Bench>> benches;
  const std::size_t workers = std::min<std::size_t>(std::max(most, 1), recordings.size());
  for (std::size_t i = 0; i < workers; ++i) {
    auto bench = Bench::open();
    if (!bench) return tl::unexpected(bench.error());
    benches.push_back(std::move(*bench));
  }
  std::vector<Checked<void>> outcomes(recordings.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&](Engine& engine) {
    for (std::size_t i = next++; i < recordings.size(); i = next++) {
      outcomes[i] = use_one(*recordings[i], program, i, engine, use);
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < workers; ++i) {
      others.emplace_back([&, i] { work(benches[i]->engine()); });
    }
    if (workers > 0) work(benches[0]->engine());
  }
  for (const auto& bench : benches) {
    if (const auto closed = bench->engine().close(); !closed) {
      return tl::unexpected(closed.error());
    }
  }
  return outcomes;
}

}  // namespace misfire
