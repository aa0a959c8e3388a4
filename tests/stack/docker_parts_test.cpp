// What of the docker engine needs no daemon: frames of logs, tar archives, endpoints, names.
#include <gmock/gmock.h>
#include <stdlib.h>

#include "stack/docker/client.hpp"
#include "stack/docker/container.hpp"
#include "stack/docker/log_frames.hpp"
#include "stack/docker/network.hpp"
#include "stack/docker/tar.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

std::string frame(char stream, const std::string& text) {
  std::string header{stream, 0, 0, 0};
  for (int shift = 24; shift >= 0; shift -= 8) header += static_cast<char>(text.size() >> shift);
  return header + text;
}

TEST(LogFrames, AreTakenAwayInOrder) {
  EXPECT_EQ(without_frames(frame(1, "out\n") + frame(2, "err\n") + frame(1, "")), "out\nerr\n");
  EXPECT_EQ(without_frames(frame(1, std::string(70'000, 'x'))).size(), 70'000u);
}

TEST(LogFrames, WhatIsNoFrameStays) {
  EXPECT_EQ(without_frames("plain text of a terminal"), "plain text of a terminal");
  EXPECT_EQ(without_frames(""), "");
  EXPECT_EQ(without_frames(frame(1, "whole") + frame(1, "cut short").substr(0, 12)), "wholecut ");
}

class Tar : public ::testing::Test {
 protected:
  Tar() {
    std::string name = (fs::temp_directory_path() / "misfire-tar-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Tar() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  fs::path folder_;
};

TEST_F(Tar, ComesOutAsItWentInWithoutTheFirstFolder) {
  const std::string binary("\0\xff\n", 3);
  const auto tar = make_tar({{"data/", {{}, 0700, 0, true}},
                             {"data/a.txt", {"text"}},
                             {"data/deep/er/b", {binary}},
                             {"data/empty", {""}}});
  ASSERT_TRUE(tar);
  ASSERT_TRUE(unpack_tar(*tar, folder_));
  EXPECT_EQ(*read_file(folder_ / "a.txt"), "text");
  EXPECT_EQ(*read_file(folder_ / "deep/er/b"), binary);
  EXPECT_EQ(*read_file(folder_ / "empty"), "");
}

TEST_F(Tar, NothingIsWrittenOutside) {
  for (const char* path : {"data/../../evil", "../evil", "/etc/../../evil"}) {
    const auto tar = make_tar({{path, {"x"}}});
    ASSERT_TRUE(tar);
    const auto done = unpack_tar(*tar, folder_ / "in");
    EXPECT_FALSE(fs::exists(folder_ / "evil")) << path;
    EXPECT_FALSE(fs::exists(folder_.parent_path() / "evil")) << path;
    if (!done) {
      EXPECT_THAT(done.error().message, HasSubstr("the daemon's archive"));
    }
  }
}

TEST_F(Tar, ABrokenOneIsAnError) {
  const auto tar = make_tar({{"data/a", {std::string(5000, 'x')}}});
  ASSERT_TRUE(tar);
  EXPECT_FALSE(unpack_tar(tar->substr(0, 2000), folder_));
  EXPECT_FALSE(unpack_tar("no tar archive at all, whatever it is", folder_));
}

class DockerHost : public ::testing::Test {
 protected:
  void TearDown() override { ::unsetenv("DOCKER_HOST"); }
};

TEST_F(DockerHost, IsASocketOrALoopbackAddress) {
  ::unsetenv("DOCKER_HOST");
  EXPECT_EQ(docker_endpoint()->path, "/var/run/docker.sock");
  ::setenv("DOCKER_HOST", "unix:///run/user/1000/podman/podman.sock", 1);
  EXPECT_EQ(docker_endpoint()->path, "/run/user/1000/podman/podman.sock");
  ::setenv("DOCKER_HOST", "tcp://127.0.0.1:2375", 1);
  EXPECT_EQ(*docker_endpoint(), (Endpoint{"127.0.0.1", 2375}));
}

TEST_F(DockerHost, ElsewhereIsRefused) {
  for (const char* host : {"tcp://192.0.2.7:2375", "ssh://root@example.org", "tcp://127.0.0.1", "x",
                           "tcp://127.0.0.1.example.org:2375"}) {
    ::setenv("DOCKER_HOST", host, 1);
    const auto at = docker_endpoint();
    if (at) {  // a name that only looks like loopback is refused when it is connected to
      EXPECT_FALSE(DockerClient::connect()) << host;
      continue;
    }
    EXPECT_THAT(at.error().message, HasSubstr(host));
    EXPECT_THAT(at.error().hint, HasSubstr("unix:///"));
  }
}

TEST(DockerEndpoint, ComesBackFromItsText) {
  for (const Endpoint& at :
       {Endpoint{"", 0, "/var/run/docker.sock"}, Endpoint{"127.0.0.1", 2375}}) {
    EXPECT_EQ(endpoint_of(to_string(at)), at);
  }
}

TEST(ContainersProcess, IsKnownByTheContainersName) {
  const std::string id(64, 'a'), other(64, 'b');
  const std::string in_docker = "0::/system.slice/docker-" + id + ".scope\n";
  EXPECT_TRUE(is_in_container(in_docker, id));
  EXPECT_TRUE(is_in_container("12:cpuset:/docker/" + id + "\n0::/\n", id));
  EXPECT_FALSE(is_in_container(in_docker, other));
  EXPECT_FALSE(is_in_container("0::/user.slice\n", id));
  EXPECT_FALSE(is_in_container(in_docker, ""));
}

TEST(InsidePart, RefusesWhatLeavesTheFolder) {
  EXPECT_EQ(*inside_part("rules/a.yml"), "rules/a.yml");
  EXPECT_EQ(*inside_part("./a/../b"), "b");
  for (const char* path : {"/etc/passwd", "../x", "a/../../x", "", "a/"}) {
    EXPECT_FALSE(inside_part(path)) << path;
  }
}

TEST(ContainerAddress, IsOfTheBlockForTests) {
  EXPECT_EQ(container_address(3, 10), "198.18.3.10");
}

}  // namespace
}  // namespace misfire
