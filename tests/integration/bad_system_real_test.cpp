// Mistakes in system files.
#include "integration/bad_input.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(
    System, BadInput,
    ::testing::Values(
        Trouble{"AllMistakesOfAFileAtOnce",
                [](const Files& f) {
                  f.edit(kSystem, "kind = \"haproxy\"", "kind = \"haprox\"");
                  f.edit(kSystem, "count = 3", "count = 0");
                  f.edit(kSystem, "service_time = \"20ms\"", "service_time = 20");
                  f.edit(kSystem, "haproxy = \"balancer\"", "haproxy = \"ballancer\"");
                  f.edit(kSystem, "[\"auth-oncall\"]", "[]");
                },
                {"system.toml:9:8: balancer.kind must be \"haproxy\" or \"nginx\", not \"haprox\"",
                 "system.toml:14:9: backends.count must be a whole number from 1 to 100, not 0",
                 "system.toml:17:42: backends.capacity.service_time must be a duration",
                 "system.toml:50:20: monitoring.jobs.haproxy must be", "did you mean \"balancer\"?",
                 "system.toml:58:8: teams.auth is empty"}},
        Trouble{"NamesThatNobodyDefines",
                [](const Files& f) {
                  f.edit(kSystem, "jobs = { haproxy", "jobs = { haprox");
                  f.edit(kSystem, "\"network-oncall\"", "\"network-oncal\"");
                },
                {"system.toml:50:19: ", "has no scrape job \"haprox\" (balancer)",
                 "did you mean \"haproxy\"?",
                 "system.toml:59:12: the team \"network\" has the receiver \"network-oncal\"",
                 "did you mean \"network-oncall\"?"}},
        Trouble{"FilesThatAreNotThere",
                [](const Files& f) {
                  f.edit(kSystem, "lb/haproxy.cfg", "lb/haproxi.cfg");
                  f.edit(kSystem, "monitoring/blackbox.yml", "monitoring");
                },
                {"system.toml:10:10: ", "haproxi.cfg does not exist",
                 "did you mean \"haproxy.cfg\"?", "system.toml:48:12: ", "is not a file"}},
        Trouble{"ALinkToItself",
                [](const Files& f) {
                  fs::remove(f.at(kAlertmanager));
                  fs::create_symlink("alertmanager.yml", f.at(kAlertmanager));
                },
                {"system.toml:47:16: cannot read ",
                 "alertmanager.yml: Too many levels of symbolic links\n  is it a link"}},
        Trouble{
            "NamesOfTwoLines",
            [](const Files& f) {
              f.edit(kSystem, "[balancer]", "[balancer]\n\"k\\n::error file=x::forged\" = 1");
              f.edit(kSystem, "lb/haproxy.cfg", "lb/h\\n::error::proxy.cfg");
            },
            {"unknown key balancer.k\n  | ::error file=x::forged", "/h\n  | ::error::proxy.cfg"}},
        Trouble{"MonitoringIsLookedAtAllTheSame",
                [](const Files& f) {
                  f.edit(kScenario, "users = 1000", "usrs = 1000");
                  f.edit(kSystem, "count = 3", "cont = 3");
                  f.edit(kHaproxy, "balance roundrobin", "balance roundrobbin");
                  f.edit(kPrometheus, "external_labels", "extrenal_labels");
                  f.edit(kRules, "groups:", "groops:");
                  f.edit(kAlertmanager, "group_wait: 30s", "group_wait: 30x");
                  f.edit(kBlackbox, "prober: http", "probr: http");
                },
                {"s.toml:22:1: unknown key load.usrs",
                 "system.toml:14:1: unknown key backends.cont", "haproxy.cfg:49:5: HAProxy refuses",
                 "login.yml:", "a rule file has a list `groups`", "alertmanager.yml:",
                 "\"30x\" is not a duration", "blackbox.yml:", "unknown key probr"}},
        Trouble{"Empty",
                [](const Files& f) { f.write(kSystem, "\n# nothing\n"); },
                {"system.toml:1:1: the file is empty"}},
        Trouble{"Missing",
                [](const Files& f) { fs::remove(f.at(kSystem)); },
                {"cannot read ", "system.toml: No such file or directory"}},
        Trouble{
            "AFolder", [](const Files& f) { f.make_folder(kSystem); }, {"system.toml is a folder"}},
        Trouble{"APipe",
                [](const Files& f) { f.make_pipe(kSystem); },
                {"system.toml is not a regular file"}}),
    name_of);

std::string programs(const std::string& entries) {
  return "[programs]\n" + entries + "\n";
}

/// Where the first of these entries stands once they are appended: "system.toml:133".
std::string first_program() {
  const std::string text = *read_file(fs::path(kSourceDir) / kSystem);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  return "system.toml:" + std::to_string(lines + 2);
}

INSTANTIATE_TEST_SUITE_P(
    Programs, BadInput,
    ::testing::Values(
        Trouble{"AllThatAreMissing",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"no-such-haproxy\" }\n"
                                             "promtool = { path = \"./no-such-promtool\" }"));
                },
                {"system.toml:", "the program \"no-such-haproxy\" is not installed",
                 "leave out [programs] haproxy", "no-such-promtool does not exist"}},
        Trouble{"OneThatIsMissing",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"no-such-haproxy\" }"));
                },
                {first_program() + ":20: the program \"no-such-haproxy\" is not installed"},
                3},
        Trouble{"NotExecutable",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"lb/haproxy.cfg\" }"));
                },
                {"haproxy.cfg is not executable", "chmod +x"},
                3},
        Trouble{"NotWhatTheyClaim",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"/bin/true\" }\n"
                                             "promtool = { path = \"/bin/true\" }\n"
                                             "alertmanager = { path = \"/bin/false\" }\n"
                                             "authd = { path = \"/bin/ls\" }"));
                },
                {"/bin/true is not haproxy", "/bin/true is not promtool",
                 "\"/bin/false --version\" failed with exit code 1", "/bin/ls is not authd"},
                3},
        Trouble{"OneThatCannotStart",
                [](const Files& f) {
                  f.program("fixtures/poor", "#!/bin/sh\necho 'fatal error: no memory'\nexit 2\n");
                  f.append(kSystem, programs("promtool = { path = \"./poor\" }"));
                },
                {first_program() + ":",
                 "poor --version\" failed with exit code 2: fatal error: no memory",
                 "leave out [programs] promtool"},
                3},
        Trouble{"OneThatHangs",
                [](const Files& f) {
                  f.program("fixtures/hang", "#!/bin/sh\nexec sleep 1000\n");
                  f.append(kSystem, programs("amtool = { path = \"./hang\" }"));
                },
                {first_program() + ":", "was not done after 10 s", "leave out [programs] amtool"},
                3},
        Trouble{"OneThatBreaksDown",
                [](const Files& f) {
                  f.program("fixtures/broken",
                            "#!/bin/sh\ncase $1 in --version) echo promtool, version 9;;"
                            " *) kill -SEGV $$;; esac\n");
                  f.append(kSystem, programs("promtool = { path = \"./broken\" }"));
                },
                {"broken broke down", "--version work?"},
                3},
        Trouble{"OneThatCrashesAsGoDoes",
                [](const Files& f) {
                  f.program("fixtures/crash",
                            "#!/bin/sh\ncase $1 in --version) echo promtool, version 9;;"
                            " *) printf 'fatal error: no thread\\n\\ngoroutine 1 [idle]:\\n';"
                            " exit 2;; esac\n");
                  f.append(kSystem, programs("promtool = { path = \"./crash\" }"));
                },
                {"crash broke down (exit code 2): fatal error: no thread", "--version work?"},
                3},
        Trouble{
            "ArgumentsThatHaproxyDoesNotTake",
            [](const Files& f) {
              f.append(kSystem, programs("haproxy = { args = [\"--no-such-option\"] }"));
            },
            {first_program() + ":11: haproxy -c does not take the arguments --no-such-option"}}),
    name_of);

}  // namespace
}  // namespace misfire
