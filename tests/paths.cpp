#include "paths.hpp"

constinit const char* const kSourceDir = SOURCE_DIR;
constinit const char* const kBinDir = BIN_DIR;
