#include "run/system_secrets.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

/// A system with a service of one's own.
System own_service(std::vector<std::string> command) {
  System system;
  system.backends.own.emplace().command = std::move(command);
  return system;
}

TEST(SystemSecrets, OfTheCommand) {
  const std::vector<std::string> rows[] = {
      {"./svc.py", "--password", "s3cr3t", "{port}"},   {"./svc.py", "--db-password=s3cr3t"},
      {"./svc.py", "--dsn", "postgres://u:s3cr3t@h/d"}, {"./svc.py", "--dsn=u:s3cr3t@tcp(h)/d"},
      {"sh", "-c", "exec svc --token s3cr3t"},
  };
  for (const std::vector<std::string>& command : rows) {
    EXPECT_EQ(system_secrets(own_service(command)).hide("(s3cr3t)"), "(<secret>)")
        << command.back();
  }
  EXPECT_TRUE(system_secrets(own_service({"./svc", "--show-password", "{folder}", "--token",
                                          "--verbose-output", "--token-file=/run/secrets/token"}))
                  .empty());
}

TEST(SystemSecrets, OfVariables) {
  System system = own_service({"./svc"});
  system.backends.own->environment = {{"DATABASE_URL", "postgres://u:s3cr3t-01@h/d"},
                                      {"API_KEY", "s3cr3t-02"},
                                      {"TOKEN", "{folder}"},
                                      {"LANG", "en_US.UTF-8"}};
  system.balancer.environment = {{"UPSTREAM", "https://u:s3cr3t-03@h/d"}, {"DB_PASS", "s3cr3t-04"}};
  EXPECT_EQ(
      system_secrets(system).hide("s3cr3t-01 s3cr3t-02 s3cr3t-03 s3cr3t-04 {folder} en_US.UTF-8"),
      "<secret> <secret> <secret> <secret> {folder} en_US.UTF-8");
}

TEST(SystemSecrets, OfTheLogin) {
  System system;
  EXPECT_TRUE(system_secrets(system).empty()) << "user and password are filled in";
  system.login.path = "/login?api_key=s3cr3t-01&password={password}";
  system.login.headers = {{"Authorization", "Basic {basic}"},
                          {"X-Api-Key", "s3cr3t-02"},
                          {"X-Proof", "Bearer s3cr3t-03"}};
  system.login.body = "client_secret=s3cr3t-04&user={user}&password={password}";
  system.monitoring.labels["lb"]["__address__"] = {"u:s3cr3t-05@lb:1"};
  EXPECT_EQ(system_secrets(system).hide("s3cr3t-01 s3cr3t-02 s3cr3t-03 s3cr3t-04 s3cr3t-05"),
            "<secret> <secret> <secret> <secret> <secret>");
  EXPECT_EQ(system_secrets(system).hide("Basic {basic} {password}"), "Basic {basic} {password}");
}

}  // namespace
}  // namespace misfire
