// What the wiring makes of a configuration of nginx, approved by the real one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "balancer/balancer.hpp"
#include "base/files.hpp"

namespace misfire {

inline Wiring wiring_for(std::size_t backends, double speed = 1) {
  Wiring wiring;
  for (std::size_t i = 0; i < backends; ++i) {
    wiring.backends.push_back({"127.77.202.1", 21011 + static_cast<int>(i)});
  }
  wiring.address = "127.77.202.1";
  wiring.entry_port = 21000;
  wiring.metrics_port = 21001;
  wiring.runtime_port = 21002;
  wiring.master_port = 21003;
  wiring.spare_port = 21050;
  wiring.speed = speed;
  return wiring;
}

class NginxWiring : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = make_balancer("nginx", "auth", {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    nginx_ = std::move(*made);
  }

  Result<Wired> wire(const std::string& text, double speed = 1) {
    auto config = nginx_->parse(text, "user/nginx.conf", "auth");
    if (!config) return tl::unexpected(config.error().front());
    return nginx_->wire(**config, wiring_for((*config)->pool().size(), speed));
  }

  /// Wires, and demands that the harness has the first word, that no line was added
  /// or taken, that it parses again and that nginx itself approves.
  Wired good(const std::string& text, double speed = 1) {
    auto wired = wire(text, speed);
    if (!wired) {
      ADD_FAILURE() << to_string(wired.error());
      return {};
    }
    EXPECT_TRUE(wired->text.starts_with("daemon off; user root;")) << wired->text.substr(0, 200);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
              std::count(wired->text.begin(), wired->text.end(), '\n'));
    EXPECT_TRUE(nginx_->parse(wired->text, "user/nginx.conf", "auth").has_value());
    const auto checked = nginx_->check(wired->text, "user/nginx.conf", text, wired->files);
    EXPECT_TRUE(checked) << to_string(checked.error().front()) << "\n" << wired->text;
    return *wired;
  }

  /// What runs of `text`, which a fault has made of `original`.
  std::string of_a_fault(const std::string& original, const std::string& text) {
    const auto users = nginx_->parse(original, "user/nginx.conf", "auth");
    const auto config = nginx_->parse(text, "user/nginx.conf", "auth");
    Wiring wiring = wiring_for((*users)->pool().size());
    wiring.pool = (*users)->pool();
    wiring.original = users->get();
    const auto wired = nginx_->wire(**config, wiring);
    EXPECT_TRUE(wired) << to_string(wired.error());
    return wired ? wired->text : "";
  }

  /// Around what a test is about: a pool of one, an entry, and stub_status.
  static std::string around(const std::string& http, const std::string& main = "",
                            const std::string& location = "") {
    return main +
           "\nevents { }\nhttp {\nupstream auth { server 10.0.0.1:80; }\n"
           "server { listen 80; location / { proxy_pass http://auth; " +
           location + " } }\nserver { listen 81; location = /status { stub_status; } }\n" + http +
           "\n}\n";
  }

  std::unique_ptr<Balancer> nginx_;
};

}  // namespace misfire
