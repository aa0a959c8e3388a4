// What a program gets from whoever starts it, and cannot rely on: closed standard streams, ignored
// and blocked signals.
#pragma once

namespace misfire {

/// To be called first in main. Streams that are closed lead to /dev/null, so that no file or socket
/// of ours takes their numbers; ends of children are told again (with SIGCHLD ignored, their status
/// would be lost and their numbers free); no signal is blocked.
void mend_inheritance();

}  // namespace misfire
