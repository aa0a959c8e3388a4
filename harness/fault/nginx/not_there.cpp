// What HAProxy can have wrong and the open-source nginx has not at all.
#include "fault/nginx/nginx.hpp"
#include "fault/shared/check_always_200.hpp"
#include "fault/shared/check_any_status.hpp"
#include "fault/shared/check_deep.hpp"
#include "fault/shared/check_path_typo.hpp"
#include "fault/shared/check_port.hpp"
#include "fault/shared/check_timeout_low.hpp"
#include "fault/shared/constant_cookie.hpp"
#include "fault/shared/slowstart_long.hpp"
#include "fault/shared/slowstart_removed.hpp"

namespace misfire {
namespace {

std::string no_checks(const Args&) {
  return "the open-source nginx has no health checks of its own: it asks no server how it is";
}

std::string no_sessions(const Args&) {
  return "the open-source nginx keeps clients on a server by a hash only: see one-server-hash";
}

std::string no_slow_start(const Args&) {
  return "the open-source nginx has no slow start";
}

Misconfiguration without(FaultDoc doc, std::string (*why)(const Args&)) {
  Misconfiguration fault;
  fault.doc = std::move(doc);
  fault.cannot = why;
  return fault;
}

}  // namespace

std::vector<Misconfiguration> nginx_not_there() {
  return {
      without(check_path_typo_doc(), no_checks),   without(check_always_200_doc(), no_checks),
      without(check_deep_doc(), no_checks),        without(check_any_status_doc(), no_checks),
      without(check_port_doc(), no_checks),        without(check_timeout_low_doc(), no_checks),
      without(constant_cookie_doc(), no_sessions), without(slowstart_removed_doc(), no_slow_start),
      without(slowstart_long_doc(), no_slow_start)};
}

}  // namespace misfire
