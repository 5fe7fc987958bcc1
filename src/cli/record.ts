import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareCall } from "../core/adapters/call.ts";
import { firstStepJob } from "../core/engine/first-step.ts";
import { ProviderError, StopError } from "../core/model/errors.ts";
import { defaultTimeouts } from "../core/transport/transport.ts";
import { newId } from "../host/new-id.ts";
import { SecretInFixtureError } from "../host/recorder/fixture.ts";
import { recordCall, withExpected } from "../host/recorder/record-call.ts";
import { openHost, openRegistry } from "./open-host.ts";
import type { HostArguments } from "./open-host.ts";
import { planLanes } from "./plan-lanes.ts";
import { readPrompt } from "./read-prompt.ts";
import type { PromptOptions } from "./read-prompt.ts";
import { plainText, report } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError, exitCodes } from "./usage-error.ts";
import type { ExitCode } from "./usage-error.ts";

export interface RecordArguments {
  readonly prompt: PromptOptions;
  readonly lane: string;
  readonly host: Omit<HostArguments, "environment">;
  readonly maxOutputTokens: number | null;
  readonly wantsSummary: boolean;
  readonly isStreaming: boolean;
  readonly output: string;
  /** Also write what the response was read as. */
  readonly hasExpected: boolean;
}

/** Makes one call and writes it as a fixture, without keys and ids. @throws UsageError before anything is sent */
export async function record(options: RecordArguments, terminal: Terminal): Promise<ExitCode> {
  const registry = openRegistry(options.host.providers);
  const { lanes } = planLanes([options.lane], registry, newId, { ...options, repeat: 1 });
  const [only] = lanes;
  if (only === undefined || lanes.length > 1) {
    throw new UsageError(`${options.lane} is ${lanes.length} lanes.`, "A fixture holds one call: name one effort.");
  }
  const { lane } = only;
  const prompt = await readPrompt(options.prompt, terminal);
  await requireEmptyFolder(options.output);
  const host = await openHost(registry, new Set([lane.provider]), { ...options.host, environment: terminal.environment });
  const stop = new AbortController();
  const stopListening = terminal.onInterrupt(() => stop.abort(new StopError("user")));
  try {
    const { credentials, transport, clock } = host.dependencies;
    const request = { ...firstStepJob(prompt, lane).request, isStreaming: options.isStreaming };
    const call = prepareCall(registry.adapterFor(lane), request, { parameters: await credentials.parametersFor(lane.provider) });
    const streaming = {
      transport,
      key: await credentials.keyFor(lane.provider),
      signal: stop.signal,
      timeouts: defaultTimeouts,
      now: () => clock.now(),
    };
    const recorded = await recordCall(call, streaming);
    const files = options.hasExpected ? await withExpected(recorded, call, streaming) : recorded.files;
    for (const [name, content] of Object.entries(files)) await writeFile(join(options.output, name), content);
    const { exchange, attempt } = recorded;
    const end = attempt?.finish?.reason ?? "error";
    terminal.stdout.write(
      `${options.output}: HTTP ${exchange.status}, ${exchange.body.length} bytes in ${exchange.readEnds.length} reads, ended as ${end}\n`,
    );
    report(terminal, "Keys, accounts, ids and opaque state were replaced. Read the prompt and the answer before you share them.");
    return exitCodes.completed;
  } catch (error) {
    if (error instanceof StopError) return exitCodes.interrupted;
    if (!(error instanceof ProviderError) && !(error instanceof SecretInFixtureError)) throw error;
    report(terminal, `switchyard: ${plainText(error.message)}`);
    if (error instanceof ProviderError) report(terminal, plainText(error.failure.advice));
    return exitCodes.failed;
  } finally {
    stopListening();
    await host.close();
  }
}

/** Made before anything is spent. What is there already is never written over. */
async function requireEmptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${folder} cannot be made: ${reason}`, "Name another folder with --output.");
  }
  throw new UsageError(`${folder} is not empty.`, "Name a new folder with --output.");
}
