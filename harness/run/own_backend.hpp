// The user's own service in place of authd: how it is started, found out to be up, and told about.
#pragma once

#include "run/prepare.hpp"
#include "stack/engine.hpp"

namespace misfire {

/// How it is known among programs and images.
inline constexpr char kOwnBackend[] = "backend";

/// The header in which the balancer tells which backend answered, where backends do not.
inline constexpr char kToldHeader[] = "X-Misfire-Backend";

/// Usage errors: the engine has nothing to start, or the fault wants what only authd can do.
Errors check_own_backend(const System&);
/// Why a stressor cannot be done to backends that are the user's own; "" where it can.
std::string unsupported_by_own(const System&, const std::string& fault);

/// Finds its program or image, and what its image is.
void find_own_backend(const System&, Programs&, Errors&);

/// Where backend `i` answers logins, and where it serves metrics.
struct BackendPorts {
  int logins = 0, metrics = 0;
};
BackendPorts backend_ports(const System&, std::size_t i);

/// The part of backend `i`, of the name of the pool's server.
PartSpec own_backend_spec(Engine&, const Inputs&, const std::string& name, std::size_t i);

/// How to ask a backend whether it is up: a path, and whether only 2xx means yes.
struct ReadyQuestion {
  std::string path;
  bool any_answer = false;
};
/// `for_a_login`: there is room for one, too, where the backend can tell.
ReadyQuestion ready_question(const System&, bool for_a_login);
bool means_up(const HttpResponse&, const ReadyQuestion&);
/// Is it up? No answer is no.
bool is_up(const Endpoint&, const ReadyQuestion&, Duration limit);

/// "/login?x=1" → "/login".
std::string path_alone(const std::string& target);

/// In which header answers name their backend.
std::string backend_header(const System&);

/// Of the user's own service and login, for plan and report; "" where they are the default's. The
/// values of users and passwords do not stand in it.
std::string backends_text(const System&);
std::string login_text(const LoginSpec&);

/// What distinguishes its past from another service's: its words, and the files among them.
std::string own_backend_identity(const System&);

}  // namespace misfire
