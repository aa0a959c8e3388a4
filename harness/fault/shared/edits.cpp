#include "fault/shared/edits.hpp"

#include <iterator>

namespace misfire {

void add(Edits& to, Edits more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace misfire
