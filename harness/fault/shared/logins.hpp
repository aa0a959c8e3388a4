// What witnesses read out of the logins, and how they tell it.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// Fewer say nothing about shares.
inline constexpr std::int64_t kFewestLogins = 100;

/// A share of the logins that one server gets when the others get none to speak of.
inline constexpr double kNearlyAll = 0.9;

/// Logins that a backend of the pool answered, whatever it said.
std::int64_t answered(const LoginCounts&);
/// All logins, those without an answer included.
std::int64_t all_logins(const LoginCounts&);

/// Each part's share of the whole; zeros where there is none.
std::vector<double> shares(const std::vector<double>& parts);
/// By backend, in pool order.
std::vector<double> shares_of(const LoginCounts&, std::size_t pool_size);
/// Of the server that answers most.
double largest_share(const LoginCounts&, std::size_t pool_size);
/// Of all logins, those that were answered with this HTTP status.
double share_of_status(const LoginCounts&, int status);
/// Whether the logins moved from the shares that were asked for before towards those that are now:
/// the observed shift, projected on the one asked for, is a good part of it and more than chance.
bool logins_moved(const std::vector<double>& asked_before, const std::vector<double>& asked_now,
                  const LoginTally&);
/// "33 %".
std::string share_text(double share);

/// Whether enough logins have come since the fault to say something about them; if not, says so.
bool enough_answered(const LoginTally&, Shown&);
bool enough_logins(const LoginTally&, Shown&);

/// "auth1 answered 80 % of the logins (before: 33 %)", for each server that was there before.
void tell_shares(const LiveState& before, const LoginTally&, Shown&);

/// The server of that name; null if there is none.
const LiveState::Server* find_server(const LiveState&, const std::string& name);

}  // namespace misfire
