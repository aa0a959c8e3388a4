// The pages, over a real socket of this process.
#include <gtest/gtest.h>

#include "watch/page_server.hpp"

namespace misfire::watch {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<PageServer> serve() {
  auto server = PageServer::open({"127.0.0.1", 0, {}}, [](std::string_view target) {
    if (target == "/healthz") return Page{503, "text/plain", "stuck\n"};
    return Page{200, "text/plain", "you asked for " + std::string(target) + "\n"};
  });
  return server ? std::move(*server) : nullptr;
}

TEST(PageServer, AnswersWithStatusTypeAndText) {
  const auto server = serve();
  ASSERT_TRUE(server);
  const auto page = http(server->at(), {"GET", "/metrics?x=1", {}, {}}, 10s);
  ASSERT_TRUE(page) << to_string(page.error());
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(page->body, "you asked for /metrics?x=1\n");
  EXPECT_EQ(page->headers.at("content-type"), "text/plain");
  EXPECT_EQ(http(server->at(), {"GET", "/healthz", {}, {}}, 10s)->status, 503);
}

TEST(PageServer, OnlyReads) {
  const auto server = serve();
  EXPECT_EQ(http(server->at(), {"POST", "/metrics", {}, {}}, 10s)->status, 405);
  EXPECT_EQ(http(server->at(), {"HEAD", "/metrics", {}, {}}, 10s)->status, 200);
}

TEST(PageServer, SaysWhereItCannotListen) {
  const auto first = serve();
  const auto second = PageServer::open(first->at(), [](std::string_view) { return Page{}; });
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("cannot listen at 127.0.0.1:"), std::string::npos);
}

}  // namespace
}  // namespace misfire::watch
