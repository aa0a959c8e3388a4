#include "fault/shared/reload.hpp"

#include "fault/nginx/nginx.hpp"

namespace misfire {

Misconfiguration nginx_reload() {
  Misconfiguration fault;
  fault.doc = reload_doc();
  fault.edit = reload_edit;
  fault.witness = reload_witness;
  return fault;
}

}  // namespace misfire
