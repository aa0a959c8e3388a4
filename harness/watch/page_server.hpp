// Serves a few small pages over HTTP on a thread of its own, so that it answers while a look hangs.
// Owned by whoever opened it; ends with it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/http_client.hpp"

namespace misfire::watch {

struct Page {
  int status = 200;
  std::string type, text;
};
/// Called on the server's thread.
using Pages = std::function<Page(std::string_view target)>;

class PageServer {
 public:
  /// Port 0: any free one. Errors: cannot listen there.
  static Result<std::unique_ptr<PageServer>> open(const Endpoint&, Pages);
  ~PageServer();
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;
  /// Where it really listens.
  Endpoint at() const;

 private:
  struct Server;
  explicit PageServer(std::unique_ptr<Server>);
  std::unique_ptr<Server> server_;
};

}  // namespace misfire::watch
