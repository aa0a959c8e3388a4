local M = { last = 0 }
function M.next()
  M.last = M.last + 1
  return string.format("edge-%08x", M.last)
end
return M
