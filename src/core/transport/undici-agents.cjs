// undici's own entry also loads fetch, WebSocket, caches and mocks: a seventh of the bundle and of the time to load it.
"use strict";

// As in that entry: an agent for proxies opens its tunnels with it.
require("undici/lib/dispatcher/dispatcher.js").prototype.connect = require("undici/lib/api/api-connect.js");

exports.Agent = require("undici/lib/dispatcher/agent.js");
exports.ProxyAgent = require("undici/lib/dispatcher/proxy-agent.js");
