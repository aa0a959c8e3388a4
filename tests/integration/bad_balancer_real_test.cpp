// Mistakes in the balancer's configuration.
#include "integration/bad_input.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Balancer, BadInput,
    ::testing::Values(
        Trouble{"APoolThatDoesNotExist",
                [](const Files& f) { f.edit(kSystem, "pool = \"auth\"", "pool = \"auht\""); },
                {"system.toml:11:8: ", "\"auht\"", "did you mean \"auth\"?"}},
        Trouble{"APoolWithoutServers",
                [](const Files& f) {
                  f.append(kHaproxy, "\nbackend none\n    balance roundrobin\n");
                  f.edit(kSystem, "pool = \"auth\"", "pool = \"none\"");
                },
                {"haproxy.cfg:64:1: the pool \"none\" has no server lines"}},
        Trouble{"ATemplateOfWhoKnowsHowManyServers",
                [](const Files& f) {
                  f.append(kHaproxy, "\nbackend t\n    server-template t x t.internal:80 check\n");
                  f.edit(kSystem, "pool = \"auth\"", "pool = \"t\"");
                },
                {"haproxy.cfg:65:23: how many servers \"x\" stands for cannot be known",
                 "server-template PREFIX NUMBER ADDRESS"}},
        Trouble{"AMapThatIsNotThere",
                [](const Files& f) {
                  f.append(kHaproxy,
                           "\nfrontend m\n    bind :81\n    use_backend "
                           "%[hdr(host),map(/nowhere/hosts.map)]\n");
                },
                {"haproxy.cfg:66:17: \"/nowhere/hosts.map\" decides about requests and is not "
                 "there",
                 "put a copy beside the configuration"}},
        Trouble{"AVariableWithoutAValue",
                [](const Files& f) {
                  f.append(kHaproxy,
                           "\nfrontend m\n    bind :81\n    maxconn \"$MISFIRE_NOWHERE\"\n");
                },
                {"haproxy.cfg:66:13: the environment variable MISFIRE_NOWHERE has no value",
                 "[balancer] environment"}},
        Trouble{"AnotherNumberOfServers",
                [](const Files& f) { f.edit(kSystem, "count = 3", "count = 4"); },
                {"system.toml:11:8: the pool \"auth\" has 3 servers, but [backends] count is 4"}},
        Trouble{"EveryComplaintOfHaproxy",
                [](const Files& f) {
                  f.edit(kHaproxy, "retries 2", "retrys 2");
                  f.edit(kHaproxy, "balance roundrobin", "balance roundrobbin");
                },
                {"haproxy.cfg:28:5: HAProxy refuses this: unknown keyword 'retrys'",
                 "haproxy.cfg:49:5: HAProxy refuses this: balance only supports"}},
        Trouble{"AnOpenQuote",
                [](const Files& f) { f.edit(kHaproxy, "balance roundrobin", "balance \"round"); },
                {"haproxy.cfg:49:13: a double quote is opened here"}},
        Trouble{"ABinary",
                [](const Files& f) { f.write(kHaproxy, *read_file("/bin/true")); },
                {"haproxy.cfg:1:8: a NUL byte: the file is not text"}},
        Trouble{
            "AByteOrderMark",
            [](const Files& f) { f.write(kHaproxy, "\xEF\xBB\xBF" + *read_file(f.at(kHaproxy))); },
            {"haproxy.cfg:1:1: the file begins with a byte order mark"}},
        Trouble{"Empty",
                [](const Files& f) { f.write(kHaproxy, ""); },
                {"system.toml:11:8: ", "none is known here"}},
        Trouble{"HundredMegabytes",
                [](const Files& f) { f.write(kHaproxy, std::string(100'000'000, 'a')); },
                {"system.toml:10:10: ", "haproxy.cfg is larger than 16 MiB"}}),
    name_of);

}  // namespace
}  // namespace misfire
