// A login driver against a target for as long as a test wants, and what it wrote.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "history/test_folder.hpp"
#include "load/driver.hpp"

namespace misfire {

class Driven {
 public:
  /// 400 logins a second of 20 users, with the patience of a slow machine.
  explicit Driven(const Endpoint& target);

  DriverOptions options;  ///< to be changed before `start`

  void start();
  /// Until the driver's ticks tell of so many answered logins (a failed assertion after a minute).
  void until_logins(int);
  void until(const char* what, const std::function<bool()>& done);
  /// Stops the driver and reads logins.bin; every one of them must be there, once.
  void stop();
  /// All three.
  void run(int logins);

  LoginDriver& driver() { return *driver_; }
  const std::vector<Login>& logins() const { return logins_; }
  const std::vector<Event>& ticks() const { return ticks_; }
  std::int64_t planned() const { return sum_.planned; }
  std::int64_t answered() const { return sum_.logins; }
  std::int64_t failed() const { return sum_.failed; }
  std::int64_t flood() const { return sum_.flood; }
  std::map<Outcome, int> outcomes() const;

 private:
  void collect();

  TestFolder folder_;
  std::unique_ptr<LoginDriver> driver_;
  std::vector<Event> ticks_;
  LoadTick sum_;
  std::vector<Login> logins_;
};

}  // namespace misfire
