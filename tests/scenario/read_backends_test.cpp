// [backends] and [login] of a system file: the user's own service.
#include <gmock/gmock.h>

#include <cstdlib>

#include "scenario/read_backends.hpp"
#include "scenario/toml_text.hpp"
#include "scenario_files.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Service {
  BackendsSpec backends;
  LoginSpec login;
  std::vector<std::string> mistakes;
};

const std::string kOwn = "[backends]\ncommand = [\"a\", \"{port}\"]\n";

Service read(const std::string& toml, const fs::path& folder = "/nowhere") {
  Service service;
  const auto table = parse_toml(toml, "s.toml");
  if (!table) throw std::logic_error(to_string(table.error()));
  Mistakes mistakes("s.toml");
  TableReader root(*table, "", mistakes);
  if (auto backends = root.table("backends")) read_backends(*backends, folder, service.backends);
  if (auto login = root.table("login")) {
    read_login(*login, folder, service.backends.own.has_value(), service.login);
  }
  service.mistakes = texts_of(mistakes.take());
  return service;
}

TEST(ReadBackends, AreAuthdUnlessACommandOrAnImageIsNamed) {
  EXPECT_FALSE(read("[backends]\ncount = 2").backends.own);
  const Service service = read(R"([backends]
command = ["auth-service", "--listen", "{address}:{port}"]
environment = { DATABASE = "memory", NAME = "{name}-{index}" }
ready = "/healthz"
)");
  EXPECT_THAT(service.mistakes, IsEmpty());
  ASSERT_TRUE(service.backends.own);
  EXPECT_THAT(service.backends.own->command,
              ElementsAre("auth-service", "--listen", "{address}:{port}"));
  EXPECT_EQ(service.backends.own->environment.at("NAME"), "{name}-{index}");
  EXPECT_EQ(service.backends.ready, "/healthz");
}

TEST(ReadBackends, AnImageHasItsPort) {
  const Service service = read(R"([backends]
image = "registry.example/auth:1.4"
port = 8080
metrics_port = 9102
memory = "256MiB"
)");
  EXPECT_THAT(service.mistakes, IsEmpty());
  EXPECT_EQ(service.backends.own->port, 8080);
  EXPECT_EQ(service.backends.own->metrics_port, 9102);
  EXPECT_EQ(service.backends.own->limits.memory, 256 << 20);
  EXPECT_THAT(read("[backends]\nimage = \"auth:1\"").mistakes,
              ElementsAre(HasSubstr("s.toml:1:1: backends.port is missing")));
}

TEST(ReadBackends, TellsAllMistakesAtOnce) {
  EXPECT_THAT(
      read(R"([backends]
command = ["auth", "--port", "{prot}"]
environment = { HOST = "{adress}" }
ready = "healthz"
store = "sqlite"
)")
          .mistakes,
      ElementsAre(
          testing::AllOf(
              HasSubstr("s.toml:2:11: backends.command has an unknown placeholder {prot}"),
              HasSubstr("did you mean \"port\"?")),
          HasSubstr("s.toml:2:11: nobody tells the service its port"),
          testing::AllOf(HasSubstr("backends.environment.HOST has an unknown placeholder {adress}"),
                         HasSubstr("did you mean \"address\"?")),
          HasSubstr("s.toml:4:9: backends.ready must be a path"),
          HasSubstr("s.toml:5:9: backends.store is of authd")));
}

TEST(ReadBackends, KeysOfAnOwnServiceNeedOne) {
  EXPECT_THAT(read("[backends]\nport = 80").mistakes,
              ElementsAre(HasSubstr("s.toml:2:8: backends.port is of a service of your own")));
  EXPECT_THAT(read("[login]\npath = \"/in\"\nbody = \"x\"").mistakes,
              ElementsAre(HasSubstr("s.toml:3:8: login.body is of a service of your own")));
  EXPECT_THAT(read("[backends]\nready = \"/up\"").mistakes,
              ElementsAre(HasSubstr("s.toml:2:9: backends.ready is of a service of your own")));
}

TEST(ReadBackends, AProgramBesideTheSystemFileMustBeThere) {
  EXPECT_THAT(read("[backends]\ncommand = [\"./auth\", \"{port}\"]").mistakes,
              ElementsAre(HasSubstr("s.toml:2:11: /nowhere/auth does not exist")));
}

TEST(ReadLogin, ReadsEveryKey) {
  const Service service = read(kOwn + R"([login]
method = "PUT"
path = "/api/session"
host = "sso.example.org"
headers = { Content-Type = "application/x-www-form-urlencoded", X-Key = "{basic}" }
body = "u={user}&p={password}"
success = { status = [200, 302], body = "ok|fine", json = { ok = true, n = 3, s = "x" }, headers = { Location = "^/home" } }
backend = "X-Served-By"
)");
  EXPECT_THAT(service.mistakes, IsEmpty());
  const LoginSpec& login = service.login;
  EXPECT_EQ(login.method, "PUT");
  EXPECT_EQ(login.path, "/api/session");
  EXPECT_EQ(login.host, "sso.example.org");
  EXPECT_EQ(login.headers.size(), 2u);
  EXPECT_EQ(login.body, "u={user}&p={password}");
  EXPECT_THAT(login.success.status, ElementsAre(200, 302));
  EXPECT_EQ(login.success.json.at("ok"), "true");
  EXPECT_EQ(login.success.json.at("n"), "3");
  EXPECT_EQ(login.success.json.at("s"), "\"x\"");
  EXPECT_EQ(login.success.headers.at("Location"), "^/home");
  EXPECT_EQ(login.backend, "X-Served-By");
}

TEST(ReadLogin, AConditionOfOnesOwnReplacesAuthds) {
  EXPECT_TRUE(read(kOwn + "[login]\nsuccess = { status = 302 }").login.success.json.empty());
  EXPECT_EQ(read("[login]\npath = \"/x\"").login.success, LoginSpec().success);
}

TEST(ReadLogin, AnOwnServiceIsNotKnownToNameItself) {
  EXPECT_EQ(read(kOwn + "[login]\npath = \"/x\"").login.backend, "");
  EXPECT_EQ(read("[login]\npath = \"/x\"").login.backend, "X-Backend");
}

TEST(ReadLogin, AGetHasNoBody) {
  const LoginSpec login = read(kOwn + "[login]\nmethod = \"GET\"").login;
  EXPECT_EQ(login.body, "");
  EXPECT_TRUE(login.headers.empty());
}

TEST(ReadLogin, TellsAllMistakesAtOnce) {
  EXPECT_THAT(read(kOwn + R"([login]
method = "POTS"
path = "login"
headers = { "a b" = "x", Z = "{usr}" }
body = "{passwort}"
success = { status = [200, 42], body = "(", json = { a = 1.5 } }
users = "none.csv"
backend = "no header"
sucess = 1
)")
                  .mistakes,
              ElementsAre(HasSubstr("s.toml:4:10: login.method must be"),
                          HasSubstr("s.toml:5:8: login.path must begin with /"),
                          HasSubstr("\"a b\" is no name of a header"),
                          HasSubstr("login.headers.Z has an unknown placeholder {usr}"),
                          HasSubstr("login.body has an unknown placeholder {passwort}"),
                          HasSubstr("login.success.status must be a status of HTTP"),
                          HasSubstr("login.success.body: \"(\" is no regular expression"),
                          HasSubstr("login.success.json.a must be text, true or false"),
                          HasSubstr("/nowhere/none.csv does not exist"),
                          HasSubstr("login.backend must be the name of a header"),
                          testing::AllOf(HasSubstr("unknown key login.sucess"),
                                         HasSubstr("did you mean \"success\"?"))));
}

}  // namespace
}  // namespace misfire
