#include "fault/shared/reload.hpp"

#include "fault/haproxy/haproxy.hpp"

namespace misfire {

Misconfiguration haproxy_reload() {
  Misconfiguration fault;
  fault.doc = reload_doc();
  fault.edit = reload_edit;
  fault.witness = reload_witness;
  return fault;
}

}  // namespace misfire
