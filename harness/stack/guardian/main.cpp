// misfire-guardian: spawns the parts of the process engine, reports their exits, and takes
// everything along when the harness's end of the socket closes. As init of a PID namespace the
// kernel does that; otherwise it is a subreaper and kills its descendants itself.
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>

#include "stack/guardian/children.hpp"
#include "stack/message.hpp"

int main(int argc, char** argv) {
  using namespace misfire;
  constexpr int kSocket = 3;  // the slot's lock is 4 and only held
  const bool namespaced = argc == 2 && std::strcmp(argv[1], "--namespaced") == 0;
  if (!namespaced) ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);  // ignored by whoever started the harness, exits would be lost
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child, nullptr);
  const int ended = ::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);

  Children children(kSocket);
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
  if (!namespaced) children.end_all();
  return 0;
}
