-- Gives each request an id, as every service logs it.
local ids = require("ids")

core.register_action("request_id", { "http-req" }, function(txn)
  txn.http:req_set_header("X-Request-Id", ids.next())
end)
