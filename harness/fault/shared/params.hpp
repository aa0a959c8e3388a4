// Reading a fault's parameters, once they are known to be of the right type and in range.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// Specifications, as the catalogue has them. `fallback` is what is meant when nothing is given.
ParamSpec role_param(const char* name, const char* about, const char* fallback);
ParamSpec integer_param(const char* name, const char* about, std::int64_t fallback, double min,
                        double max);
ParamSpec text_param(const char* name, const char* about, const char* fallback);
ParamSpec choice_param(const char* name, const char* about, std::vector<std::string> choices);

/// The parameter's value, or what its specification falls back to.
std::string text_of(const FaultDoc&, const Args&, const std::string& param);
std::int64_t integer_of(const FaultDoc&, const Args&, const std::string& param);
/// The same of one that is a path. Error: a configuration would read it as more than a word.
Result<std::string> plain_path(const FaultDoc&, const Args&, const std::string& param);
/// Whether it is one: "/api/v1/login".
bool is_plain_path(const std::string&);
/// The servers that a role means in a pool of that size. Errors name fault and parameter.
Result<std::vector<std::size_t>> servers_of(const FaultDoc&, const Args&, const std::string& param,
                                            std::size_t pool_size);

}  // namespace misfire
