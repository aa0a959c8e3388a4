// The secrets that stand inside of a word or a text, whatever that is called: found by how they are
// written. For those who read configurations, and hand what is found to Secrets or hide it there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace misfire {

/// Pieces of the text that was searched, in no order; one may hold another.
using SecretParts = std::vector<std::string_view>;

/// Where a URL's "user:password@host:port" begins, from `from` on, and how long it is; an empty
/// view with a null pointer when there is no further one.
std::string_view next_authority(std::string_view text, std::size_t from = 0);

/// Passwords of "scheme://user:PASSWORD@host", what stands behind "Basic " and "Bearer ", and
/// values of a query that are named like a secret: "?token=VALUE". Variables are none: their values
/// are not here.
SecretParts secret_parts(std::string_view text);

/// Values that the text itself gives to secret names: "token=VALUE", "--password VALUE".
SecretParts assigned_secrets(std::string_view text);

/// "user:PASSWORD@host:25", as addresses without a scheme have it.
SecretParts passwords_before_hosts(std::string_view text);

/// What a request sends: the values of its JSON or its form that are named like secrets.
std::vector<std::string> sent_secrets(std::string_view body);

/// "--password": is the next word of a command a secret?
bool is_secret_option(std::string_view word);

/// Does the text consist of variables and placeholders: "$http_x", "${X}", "%[src]", "{port}"?
bool is_reference(std::string_view text);

/// The text with kHidden in place of its parts, which must be views of it.
std::string without_parts(std::string_view text, SecretParts parts);

}  // namespace misfire
