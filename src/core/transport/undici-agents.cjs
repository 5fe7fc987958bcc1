// undici's own entry also loads fetch, WebSocket, caches and mocks: a seventh of the bundle and of the time to load it.
"use strict";

// As in that entry: an agent for proxies opens its tunnels with `connect`, which is one of these.
Object.assign(require("undici/lib/dispatcher/dispatcher.js").prototype, require("undici/lib/api/index.js"));

exports.Agent = require("undici/lib/dispatcher/agent.js");
exports.ProxyAgent = require("undici/lib/dispatcher/proxy-agent.js");
