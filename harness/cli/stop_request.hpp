// Ctrl-Z while something is drawn on the terminal: the stop is put off until whoever draws has
// taken it away, so that a shell's prompt does not come below half a picture. A second Ctrl-Z does
// not wait (the terminal may be held up). One at a time, owned by the live screen.
#pragma once

namespace misfire {

class StopRequest {
 public:
  /// Nothing is put off where stops are ignored already.
  StopRequest();
  /// A stop that was put off comes now.
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  /// Is a stop put off?
  bool pending() const;
  /// Stops the program as the signal would have; returns when it goes on.
  void grant();

 private:
  bool puts_off_ = false;
};

}  // namespace misfire
