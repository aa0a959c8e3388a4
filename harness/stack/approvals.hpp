// What a tool has approved of, remembered between runs: a tool in a container takes most of a
// second, and says the same of the same files as long as the image is the same.
#pragma once

#include "stack/tool.hpp"

namespace misfire {

/// Program → what it is, to the byte: the id of its image.
using ProgramIds = std::map<std::string, std::string>;

/// Runs each call that ends with exit code 0 once; later ones are answered with what it printed
/// then. Refusals are asked again, and so is everything about a program without an id. For tools
/// that see nothing but their arguments and files. Kept in the cache folder's approvals/, the
/// newest thousand; where it cannot be written, nothing is remembered.
std::shared_ptr<const Workshop> remember_approvals(std::shared_ptr<const Workshop>, ProgramIds);

/// The same while this process runs, of programs of this machine, which may see more of it than
/// their files: so nothing is kept beyond, and a call without files is always made.
std::shared_ptr<const Workshop> remember_approvals_meanwhile(std::shared_ptr<const Workshop>);

}  // namespace misfire
