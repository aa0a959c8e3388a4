// What the driver itself lacks must not look like the service's failure.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/few_descriptors.hpp"
#include "base/temporary_folder.hpp"
#include "base/wait.hpp"
#include "load/driver.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Listens and never answers, so that every login needs a connection of its own.
class SilentListener {
 public:
  SilentListener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(fd_, 128), 0);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentListener() { ::close(fd_); }
  Endpoint endpoint() const { return {"127.0.0.1", port_}; }

 private:
  int fd_, port_ = 0;
};

TEST(OutOfDescriptors, IsTheDriversOwnTroubleAndToldSo) {
  const SilentListener listener;
  auto folder = TemporaryFolder::make("misfire-load");
  ASSERT_TRUE(folder);
  DriverOptions options;
  options.target = listener.endpoint();
  options.load = {100, 10, 60s};
  options.logins_file = folder->path() / "logins.bin";
  auto driver = LoginDriver::start(options);
  ASSERT_TRUE(driver);
  EXPECT_TRUE((*driver)->health());
  const FewDescriptors few(3);
  SystemClock clock;
  const auto noticed = wait_for(clock, "the driver's word", 60s,
                                [&]() -> Result<bool> { return !(*driver)->health(); });
  ASSERT_TRUE(noticed);
  EXPECT_THAT((*driver)->health().error().message, HasSubstr("Too many open files"));
  // Nobody will answer: the stop is bounded by what it is given, not by the patience of a minute.
  EXPECT_TRUE((*driver)->stop(10ms));
}

}  // namespace
}  // namespace misfire
