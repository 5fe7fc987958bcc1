export { Agent, ProxyAgent } from "undici";
