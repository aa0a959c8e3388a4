#include "run/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/process.hpp"
#include "run/ports.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kComesUp = 60s;  // initdb takes a second or two, on a busy machine ten
constexpr Duration kFill = 60s;
constexpr ModelDuration kLimit = {std::chrono::seconds(2)};  // to get a connection; for an answer
constexpr ModelDuration kLifetime = {std::chrono::minutes(1)};  // of a connection
constexpr Duration kShortestLimit = 100ms;  // a healthy store on a busy machine needs a few
constexpr int kOthers = 28;                 // connections
constexpr char kSuperuser[] = "postgres";
constexpr char kServiceRole[] = "authd", kOtherRole[] = "batch";  // as authd makes them

/// The service leaves room for others, as a server that was sized for it does.
int max_connections(const System& system) {
  const BackendsSpec& backends = system.backends;
  return kOthers + backends.count * (backends.capacity.workers + 1);
}

}  // namespace

std::string StoreAccess::address(const std::string& role) const {
  return fmt::format("postgresql://{}@{}/postgres?passfile={}", role, to_string(at), kPassFile);
}

std::string StoreAccess::pass_file() const {
  return fmt::format("*:*:*:*:{}\n", password);
}

StoreAccess make_access(Engine& engine) {
  std::random_device random;  // of the system: others on this machine must not guess it
  std::string password;
  for (int i = 0; i < 4; ++i) password += fmt::format("{:08x}", random());
  return {engine.address("store", ports::kStore), std::move(password)};
}

PartSpec store_spec(const Inputs& in, const StoreAccess& access) {
  PartSpec spec;
  spec.name = "store";
  spec.program = in.programs.path("authd").string();
  spec.args = {"serve-store",
               "--listen",
               to_string(access.at),
               "--data",
               "data",
               "--password-file",
               "password",
               "--programs",
               in.programs.path(kPostgres).parent_path().string(),
               "--max-connections",
               std::to_string(max_connections(in.system))};
  spec.files = {{"password", access.password + "\n"},
                {kPassFile, access.pass_file()}};  // for those who ask it
  spec.ports = {{"sql", ports::kStore}};
  return spec;
}

PartSpec sessions_spec(const Inputs& in, const StoreAccess& access, const StoreTrouble& trouble) {
  constexpr const char* kWords[] = {"lock", "turns", "connections"};  // in the order of By
  const char* what = kWords[static_cast<int>(trouble.by)];
  PartSpec spec;
  spec.name = fmt::format("store-{}", what);
  spec.program = in.programs.path("authd").string();
  spec.args = {"hold-store", "--store", access.address(kOtherRole), "--do", what};
  if (trouble.by == StoreTrouble::By::turns) {
    spec.args.insert(spec.args.end(), {"--held", fmt::format("{:.0f}ms", trouble.held_ms),
                                       "--pause", fmt::format("{:.0f}ms", trouble.held_ms / 2)});
  }
  spec.files = {{kPassFile, access.pass_file()}};
  return spec;
}

PartSpec store_exporter_spec(Engine& engine, const Inputs& in, const StoreAccess& access) {
  PartSpec spec;
  spec.name = "postgres-exporter";
  spec.program = in.programs.path("postgres_exporter").string();
  const Endpoint listen = engine.address(spec.name, ports::kStoreExporter);
  spec.args = {"--web.listen-address=" + to_string(listen)};
  for (const std::string& more : in.programs.args("postgres_exporter")) spec.args.push_back(more);
  spec.env = {{"DATA_SOURCE_URI", to_string(access.at) + "/postgres?sslmode=disable"},
              {"DATA_SOURCE_USER", kSuperuser},
              {"DATA_SOURCE_PASS", access.password}};
  spec.ports = {{"http", ports::kStoreExporter}};
  return spec;
}

std::vector<std::string> store_words(const StoreAccess& access, double speed) {
  const auto ms = [&](ModelDuration of_model) {
    const auto wall = std::max(to_wall(of_model, speed), kShortestLimit);
    return fmt::format("{}ms", std::chrono::round<std::chrono::milliseconds>(wall).count());
  };
  return {"--store",  access.address(kServiceRole), "--store-limit",
          ms(kLimit), "--store-lifetime",           ms(kLifetime)};
}

std::vector<std::string> ask_words(const Inputs& in, const StoreAccess& access,
                                   const std::string& sql) {
  const fs::path psql = in.programs.path(kPostgres).parent_path() / "psql";
  return {psql.string(),
          "-X",
          "-A",
          "-t",
          "-F",
          " ",
          "-c",
          sql,
          fmt::format("host={} port={} user={} dbname=postgres connect_timeout=2 passfile={}",
                      access.at.host, access.at.port, kSuperuser, kPassFile)};
}

Probe store_probe(const Inputs& in, const StoreAccess& access, Part& store) {
  return [&store, words = ask_words(in, access, "SELECT 1")](Duration limit) -> Result<void> {
    const auto said = store.run(words, limit);
    if (!said) return tl::unexpected(said.error());
    if (said->exit_code != 0) return environment_error(said->output);
    return {};
  };
}

std::vector<std::string> create_words(const Inputs& in, const Plan& plan,
                                      const std::string& store) {
  return {in.programs.authd_here.string(),
          "create-store",
          "--store",
          store,
          "--seed",
          std::to_string(plan.seed),
          "--users",
          std::to_string(plan.load.users),
          "--account",
          "probe:probe-of-the-fixtures"};
}

Result<void> fill_store(const Inputs& in, const Plan& plan, const StoreAccess& access,
                        const Part& store, const fs::path& folder, Watch& watch) {
  const fs::path pass_file = folder / kPassFile;
  if (auto written = write_file(pass_file, access.pass_file()); !written) return written;
  const Result<ToolRun> not_yet = ToolRun{1, "it was not asked"};
  auto made = not_yet;
  // It is one transaction: as long as it fails, nothing is there.
  auto done = watch.poll_until("the store to take its accounts", kComesUp, [&]() -> Result<bool> {
    made = run_tool(create_words(in, plan, access.address(kSuperuser)), kFill, folder);
    if (!made) return tl::unexpected(made.error());
    return made->exit_code == 0;
  });
  std::error_code ignored;
  fs::remove(pass_file, ignored);
  if (!done) {
    const std::string said = store.log_tail(600);
    done.error().message +=
        fmt::format("; authd said: {}; the store {}", made ? made->output : made.error().message,
                    said.empty() ? "says nothing" : "last said: " + said);
  }
  return done;
}

}  // namespace misfire
