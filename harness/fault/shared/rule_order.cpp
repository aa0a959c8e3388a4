#include "fault/shared/rule_order.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc rule_order_doc() {
  FaultDoc doc;
  doc.name = "rule-order";
  doc.title = "A general rule before the special one";
  doc.about =
      "A rule that is meant for all the rest stands above the rule for logins, so that it gets "
      "them, too: the order counts with HAProxy's use_backend and with nginx's regular "
      "expressions. Each rule by itself is right, and every server is up; the logins go to another "
      "pool.";
  doc.incident =
      "GitLab, issue 27512: the order of rules decided which service got a path. ConfErr (DSN "
      "2008) has misplaced directives as a family of its own.";
  return doc;
}

Shown rule_order_witness(const Args&, const Observed& seen) {
  return unreached_witness(seen);
}

}  // namespace misfire
