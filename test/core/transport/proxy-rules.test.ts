import assert from "node:assert/strict";
import { directConnection, proxyFor } from "../../../src/core/transport/proxy-rules.ts";

const environment = { ...directConnection, http: "http://h:1", https: "http://s:2" };

function via(url: string, bypass: string | null = null): string | null {
  return proxyFor(new URL(url), { ...environment, bypass });
}

describe("the choice of a proxy", () => {
  it("is none when none is set", () => {
    assert.equal(proxyFor(new URL("https://api.example.com"), directConnection), null);
    assert.equal(proxyFor(new URL("https://api.example.com"), { ...directConnection, explicit: "  " }), null);
  });

  it("goes by the address's scheme, and the explicit one wins", () => {
    assert.equal(via("http://api.example.com/x"), "http://h:1");
    assert.equal(via("https://api.example.com/x"), "http://s:2");
    assert.equal(proxyFor(new URL("http://a.example"), { ...environment, explicit: "http://e:3" }), "http://e:3");
    assert.equal(proxyFor(new URL("https://a.example"), { ...directConnection, http: "http://h:1" }), null);
  });

  it("takes a proxy without a scheme for an HTTP one", () => {
    assert.equal(
      proxyFor(new URL("https://a.example"), { ...directConnection, https: "proxy.corp:3128" }),
      "http://proxy.corp:3128",
    );
  });

  it("never sends this machine's own addresses through a proxy", () => {
    for (const host of ["localhost:11434", "127.0.0.1:8080", "[::1]:1234", "sim.localhost"]) {
      assert.equal(via(`http://${host}/v1`), null, host);
    }
  });

  it("follows NO_PROXY: hosts, domains, wildcards, ports, IPv6", () => {
    const cases: readonly (readonly [rules: string, url: string, isDirect: boolean])[] = [
      ["example.com", "https://example.com", true],
      ["example.com", "https://api.example.com", true],
      ["example.com", "https://notexample.com", false],
      [".example.com", "https://api.example.com", true],
      ["*.example.com", "https://example.com", false],
      ["*.example.com", "https://api.example.com", true],
      ["EXAMPLE.com", "https://example.com.", true],
      ["example.com:8443", "https://example.com", false],
      ["example.com:8443", "https://example.com:8443", true],
      ["example.com:443", "https://example.com", true],
      ["10.0.0.1, b.example", "https://b.example", true],
      ["[fd00::1]:443", "https://[fd00::1]", true],
      ["fd00::1", "https://[fd00::1]:9", true],
      ["*", "https://anything.example", true],
      ["", "https://anything.example", false],
    ];
    for (const [rules, url, isDirect] of cases) {
      assert.equal(via(url, rules) === null, isDirect, `${rules} and ${url}`);
    }
  });
});
