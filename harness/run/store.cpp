#include "run/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/bare_environment.hpp"
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
constexpr int kReserved = 5;  // of them, for its exporter and for whoever looks after it
constexpr char kWhoMayCome[] = "hba.conf";
constexpr char kSuperuser[] = "postgres";
constexpr char kServiceRole[] = "authd", kOtherRole[] = "batch";  // as authd makes them

/// It lives as long as a run: what would only make it durable is off. The service leaves room for
/// others, as a server that was sized for it does. All else is as it comes.
std::vector<std::string> settings(const System& system, const Endpoint& listen) {
  const BackendsSpec& backends = system.backends;
  return {
      "listen_addresses=" + listen.host,
      fmt::format("port={}", listen.port),
      "unix_socket_directories=",
      fmt::format("hba_file={}", kWhoMayCome),
      fmt::format("max_connections={}", kOthers + backends.count * (backends.capacity.workers + 1)),
      fmt::format("superuser_reserved_connections={}", kReserved),
      "fsync=off",
      "shared_buffers=16MB",
      "log_lock_waits=on"};
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
  if (in.programs.images.contains(kServeStore)) {
    spec.program = kServeStore;
  } else {
    spec.program = in.programs.path("authd").string();
    spec.args = {kServeStore, "--programs", in.programs.path(kPostgres).parent_path().string()};
  }
  spec.args.insert(spec.args.end(), {"data", "password"});
  for (std::string& setting : settings(in.system, access.at)) {
    spec.args.push_back(std::move(setting));
  }
  for (const std::string& more : in.programs.args(kPostgres)) spec.args.push_back(more);
  spec.files = {{"password", access.password + "\n"},
                {kWhoMayCome, "host all all all scram-sha-256\n"},
                {kPassFile, access.pass_file()}};  // for those who ask it
  spec.ports = {{"sql", ports::kStore}};
  spec.limits = in.programs.found.at(kPostgres).limits;
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
    // A part that comes again has the same command line.
    spec.name += fmt::format("-{:.0f}ms", trouble.held_ms);
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
  // Who asks for the sizes of tables, as release 0.17 does, waits for their locks: a target that is
  // down, in the middle of a scrape, and one page more.
  const std::string address = fmt::format("{}/postgres?sslmode=disable&lock_timeout={}",
                                          to_string(access.at), kShortestLimit / 1ms);
  spec.env = {{"DATA_SOURCE_URI", address},
              {"DATA_SOURCE_USER", kSuperuser},
              {"DATA_SOURCE_PASS", access.password}};
  spec.ports = {{"http", ports::kStoreExporter}};
  spec.limits = in.programs.found.at("postgres_exporter").limits;
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

Probe store_probe(const Part& store) {
  return [at = store.from_harness("sql")](Duration limit) -> Result<void> {
    // "Do you speak TLS?" (PostgreSQL 15, 55.7 "SSLRequest"): one byte says yes or no, before
    // anybody has to say who he is.
    constexpr std::string_view kSpeaksTls("\0\0\0\x08\x04\xd2\x16\x2f", 8);
    const auto said = converse(at, kSpeaksTls, limit);
    if (!said) return tl::unexpected(said.error());
    if (*said == "N" || *said == "S") return {};
    return environment_error(fmt::format("PostgreSQL does not answer on {}", to_string(at)));
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
  StoreAccess from_here = access;
  from_here.at = store.from_harness("sql");
  const Result<ToolRun> not_yet = ToolRun{1, "it was not asked"};
  auto made = not_yet;
  // It is one transaction: as long as it fails, nothing is there.
  auto done = watch.poll_until("the store to take its accounts", kComesUp, [&]() -> Result<bool> {
    made = run_bare_tool(create_words(in, plan, from_here.address(kSuperuser)), kFill, folder);
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
