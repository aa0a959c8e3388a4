// Variables as compose files have them: `${NAME:-otherwise}` in values, lines NAME=VALUE in `.env`
// and `env_file`. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace misfire {

using Variables = std::map<std::string, std::string>;

/// Lines NAME=VALUE, perhaps with `export` and quotes; `#` begins a comment.
Variables read_variables(std::string_view text);

bool speaks_of_a_secret(const std::string& name, const std::string& value);
/// With a word in place of every value that is a secret: what is filled in is written into the
/// repository, where an `.env` may not be.
Variables without_secrets(Variables);

/// The text with $NAME, ${NAME}, ${NAME:-otherwise}, ${NAME-otherwise}, ${NAME:+instead} and $$
/// replaced. Nothing: it names a variable without a value.
std::optional<std::string> fill_in(std::string_view text, const Variables&);

}  // namespace misfire
