#pragma once

// Where the sources and the programs of this build lie. Not macros on the compiler's command line:
// so a compiler cache serves every clone.
extern const char* const kSourceDir;
extern const char* const kBinDir;
