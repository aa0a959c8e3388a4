// What the wiring makes of a configuration, approved by the real program.
#pragma once

#include <gtest/gtest.h>

#include "balancer/balancer.hpp"

namespace misfire {

class WiringFixture : public ::testing::Test {
 protected:
  /// `file`: how complaints call it; `address`: where all of it runs.
  WiringFixture(std::string kind, std::string file, std::string address)
      : kind_(std::move(kind)), file_(std::move(file)), address_(std::move(address)) {}

  void SetUp() override {
    auto made = make_balancer(kind_, "auth", {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    balancer_ = std::move(*made);
  }

  Wiring wiring_for(std::size_t backends, double speed = 1) const {
    Wiring wiring;
    for (std::size_t i = 0; i < backends; ++i) {
      wiring.backends.push_back({address_, 21011 + static_cast<int>(i)});
    }
    wiring.address = address_;
    wiring.entry_port = 21000;
    wiring.metrics_port = 21001;
    wiring.runtime_port = 21002;
    wiring.master_port = 21003;
    wiring.spare_port = 21050;
    wiring.speed = speed;
    return wiring;
  }

  Result<Wired> wire(const std::string& text, double speed = 1, const std::string& pool = "auth") {
    auto config = balancer_->parse(text, file_, pool);
    if (!config) return tl::unexpected(config.error().front());
    return balancer_->wire(**config, wiring_for((*config)->pool().size(), speed));
  }

  /// Wires, and demands that it parses again and that the program itself approves.
  Wired good(const std::string& text, double speed = 1, const std::string& pool = "auth") {
    auto wired = wire(text, speed, pool);
    if (!wired) {
      ADD_FAILURE() << to_string(wired.error());
      return {};
    }
    EXPECT_TRUE(balancer_->parse(wired->text, file_, pool).has_value());
    const auto checked = balancer_->check(wired->text, file_, text, wired->files);
    EXPECT_TRUE(checked) << to_string(checked.error().front()) << "\n" << wired->text;
    return *wired;
  }

  /// What runs of `text`, which a fault has made of `original`.
  std::string of_a_fault(const std::string& original, const std::string& text) {
    const auto users = balancer_->parse(original, file_, "auth");
    const auto config = balancer_->parse(text, file_, "auth");
    Wiring wiring = wiring_for((*users)->pool().size());
    wiring.pool = (*users)->pool();
    wiring.original = users->get();
    const auto wired = balancer_->wire(**config, wiring);
    EXPECT_TRUE(wired) << to_string(wired.error());
    return wired ? wired->text : "";
  }

  std::unique_ptr<Balancer> balancer_;

 private:
  const std::string kind_, file_, address_;
};

}  // namespace misfire
