// What the wiring makes of a configuration of nginx, approved by the real one.
#pragma once

#include <algorithm>

#include "base/files.hpp"
#include "wiring_fixture.hpp"

namespace misfire {

class NginxWiring : public WiringFixture {
 protected:
  NginxWiring() : WiringFixture("nginx", "user/nginx.conf", "127.77.202.1") {}

  /// Demands besides that the harness has the first word, and that no line was added or taken.
  Wired good(const std::string& text, double speed = 1) {
    Wired wired = WiringFixture::good(text, speed);
    EXPECT_TRUE(wired.text.starts_with("daemon off; user root;")) << wired.text.substr(0, 200);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
              std::count(wired.text.begin(), wired.text.end(), '\n'));
    return wired;
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
};

}  // namespace misfire
