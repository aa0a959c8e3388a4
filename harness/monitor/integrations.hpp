// What becomes of a receiver: its integrations keep their type, template and send_resolved, their
// endpoints lead to the sink, secrets are left out. Pure. Used by render_alertmanager alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/http_client.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

struct SinkAddresses {
  Endpoint http, smtp;
};

/// What a person should know about the edits, one sentence each.
struct ReceiverNotes {
  std::vector<std::string> changes, limits;
  std::map<std::string, int> observers;  ///< receiver → which of its webhooks was added to observe
  Errors errors;
};

/// Edits one entry of `receivers` in place.
void redirect_receiver(YamlTree& receiver, const SinkAddresses&, ReceiverNotes&);

/// Edits `global`: endpoints and secrets go, everything else stays.
void redirect_global(YamlTree& global, ReceiverNotes&);

}  // namespace misfire
