import * as vscode from "vscode";
import { createUndiciTransport } from "../core/transport/undici-transport.ts";
import type { ClosableTransport } from "../core/transport/undici-transport.ts";
import { proxyFromEnvironment } from "../host/proxy-from-environment.ts";

/** The network as VS Code's `http.*` settings say; where they name no proxy, as the environment does. */
export function createVsCodeTransport(): ClosableTransport {
  const http = vscode.workspace.getConfiguration("http");
  const environment = proxyFromEnvironment(process.env);
  const noProxy = listOf(http.get("noProxy"));
  return createUndiciTransport({
    proxy: {
      ...environment,
      explicit: textOf(http.get("proxy")),
      bypass: noProxy.length > 0 ? noProxy.join(",") : environment.bypass,
    },
    verifiesCertificates: http.get("proxyStrictSSL") !== false,
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
