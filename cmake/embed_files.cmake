# Writes OUTPUT: a C++ file with the text of each FILE of PAIRS (NAME=FILE,…). Source maps are left
# out: a page that names one makes the browser's tools ask for it.
file(WRITE ${OUTPUT}.new "#include \"${HEADER}\"\n\nnamespace misfire {\n\n")
string(REPLACE "," ";" PAIRS "${PAIRS}")
foreach(pair ${PAIRS})
  string(REGEX REPLACE "=.*" "" name ${pair})
  string(REGEX REPLACE "^[^=]*=" "" file ${pair})
  file(READ ${file} text)
  string(REGEX REPLACE "(//|/\\*)# sourceMappingURL=[^\n]*" "" text "${text}")
  file(APPEND ${OUTPUT}.new "const std::string_view ${name} = R\"embedded(${text})embedded\";\n\n")
endforeach()
file(APPEND ${OUTPUT}.new "}  // namespace misfire\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
