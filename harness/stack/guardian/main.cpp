// misfire-guardian: spawns the parts of the process engine, reports their exits, and takes
// everything along when the harness's end of the socket closes. As init of a PID namespace the
// kernel does that at the latest; otherwise it is a subreaper and kills its descendants itself. If
// the harness died, the run's scratch and its registration go, too, and its containers.
//
// misfire-guardian --namespaced|--subreaper RUN_FOLDER REGISTRATION [DOCKER API OWNER]
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "stack/docker/owned.hpp"
#include "stack/guardian/children.hpp"
#include "stack/message.hpp"
#include "stack/scratch.hpp"
#include "stack/session_record.hpp"

namespace {

/// The daemon may still be creating one that the harness asked for when it died.
bool remove_containers(const char* docker, const char* api, const char* owner) {
  constexpr timespec kStillUnderWay{0, 300'000'000};
  const misfire::DockerClient client(misfire::endpoint_of(docker), api);
  bool gone = misfire::remove_owned(client, owner).has_value();
  ::nanosleep(&kStillUnderWay, nullptr);
  return misfire::remove_owned(client, owner).has_value() && gone;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace misfire;
  ::umask(077);  // whatever the caller's: the parts' own files are for this user alone, too
  constexpr int kSocket = 3;  // the locks of slot and run are 4 and 5, and only held
  if (argc != 4 && argc != 7) return 2;
  const bool namespaced = std::strcmp(argv[1], "--namespaced") == 0;
  const std::filesystem::path run_folder = argv[2];
  if (!namespaced) ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);  // ignored by whoever started the harness, exits would be lost
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child, nullptr);
  const int ended = ::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);

  Children children(kSocket, namespaced ? std::string() : session_record(run_folder).string());
  send_message(kSocket, {{"op", "hello"}});
  for (bool open = true; open;) {
    pollfd ready[] = {{kSocket, POLLIN, 0}, {ended, POLLIN, 0}};
    ::poll(ready, 2, -1);
    if (ready[1].revents != 0) {
      signalfd_siginfo drained;
      while (::read(ended, &drained, sizeof drained) > 0) {
      }
      children.reap();
    }
    if (ready[0].revents != 0) open = children.serve();
  }
  children.end_all(namespaced);
  if (!children.heard_farewell()) {
    bool gone = argc == 4 || remove_containers(argv[4], argv[5], argv[6]);
    remove_scratch(run_folder);
    gone = gone && !has_parts(run_folder);
    std::error_code ignored;
    if (gone && *argv[3] != '\0') std::filesystem::remove_all(argv[3], ignored);  // or a sweep will
  }
  return 0;
}
