// What the doctor says of this machine, and of what was taken away from it.
#include "run/doctor.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "base/descriptor.hpp"
#include "run/ports.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

const Examined* about(const Examination& findings, const std::string& subject) {
  for (const Examined& finding : findings) {
    if (finding.about == subject) return &finding;
  }
  return nullptr;
}

TEST(Doctor, NamesTheVersionOfEachProgram) {
  const Examination findings = examine_programs({});
  for (const char* program : {"haproxy", "prometheus", "alertmanager"}) {
    const Examined* finding = about(findings, program);
    ASSERT_NE(finding, nullptr) << program;
    EXPECT_EQ(finding->state, Examined::State::good);
    EXPECT_THAT(finding->what, ::testing::ContainsRegex("[0-9]+\\.[0-9]+"));
  }
}

TEST(Doctor, AMissingProgramIsBadAndTheOthersAreStillLookedAt) {
  System system;
  system.programs["prometheus"] = {"/nowhere/prometheus", {}};
  const Examination findings = examine_programs(system);
  ASSERT_NE(about(findings, "program"), nullptr);
  EXPECT_EQ(about(findings, "program")->state, Examined::State::bad);
  EXPECT_THAT(about(findings, "program")->what, HasSubstr("/nowhere/prometheus"));
  EXPECT_EQ(about(findings, "prometheus"), nullptr);
  EXPECT_EQ(about(findings, "haproxy")->state, Examined::State::good);
}

TEST(Doctor, TriesTheGuardian) {
  const Examined finding = examine_namespaces();
  EXPECT_NE(finding.state, Examined::State::bad) << finding.what;
  EXPECT_EQ(finding.state == Examined::State::good, finding.hint.empty());
}

System with_backends(int count) {
  System system;
  system.backends.count = count;
  return system;
}

TEST(Doctor, APortThatSomebodyListensOnIsNamed) {
  // Everywhere: a test beside this one may take any slot meanwhile.
  Descriptor everywhere(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(ports::kFirstBackend + 77);
  ASSERT_EQ(::inet_pton(AF_INET, "0.0.0.0", &where.sin_addr), 1);
  ASSERT_EQ(::bind(everywhere.get(), reinterpret_cast<sockaddr*>(&where), sizeof where), 0);
  ASSERT_EQ(::listen(everywhere.get(), 1), 0);
  const Examination findings = examine_addresses(with_backends(78));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].state, Examined::State::bad);
  EXPECT_THAT(findings[0].what, HasSubstr(std::to_string(ports::kFirstBackend + 77)));
  EXPECT_THAT(findings[0].hint, HasSubstr("ss -ltnp"));
  EXPECT_EQ(examine_addresses(with_backends(3))[0].state, Examined::State::good);
}

TEST(Doctor, PortsOfExportersCountWhereTheSystemHasThem) {
  System system = with_backends(3);
  const auto said = [&] { return examine_addresses(system).at(0).what; };
  EXPECT_THAT(said(), HasSubstr("all 12 ports"));
  system.balancer.kind = "nginx";
  system.monitoring.jobs = {{"nginx", JobRole::balancer}};
  system.monitoring.mtail = "access_log.mtail";
  EXPECT_THAT(said(), HasSubstr("all 14 ports"));
}

TEST(Doctor, AReportsFolderThatCannotBeWrittenIsBad) {
  EXPECT_EQ(examine_disk("/proc/reports")[0].state, Examined::State::bad);
  EXPECT_EQ(examine_disk(fs::temp_directory_path() / "not/there/yet")[0].state,
            Examined::State::good);
}

TEST(Doctor, WithoutADockerDaemonThereIsANoteAndNoMore) {
  ::setenv("DOCKER_HOST", "unix:///nowhere/docker.sock", 1);
  const Examined finding = examine_docker();
  ::unsetenv("DOCKER_HOST");
  EXPECT_EQ(finding.state, Examined::State::note);
  EXPECT_THAT(finding.what, HasSubstr("/nowhere/docker.sock"));
}

}  // namespace
}  // namespace misfire
