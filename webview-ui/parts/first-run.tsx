import type { ModelSource, Sample } from "../../src/protocol/messages.ts";
import { plural } from "../format/numbers.ts";
import { usePage } from "../state/page.ts";
import { Icon } from "./icon.tsx";
import { Specimen } from "./specimen.tsx";

/** The empty session teaches: samples that run at once, ways in, and how to read a lane. */
export function FirstRun() {
  const { store, host } = usePage();
  if (!store.context.value.isEditable) {
    return (
      <section class="lanes" aria-label="Lanes">
        <p class="opening muted">There are no lanes to show.</p>
      </section>
    );
  }
  return (
    <section class="lanes first-run" aria-label="Getting started">
      <section aria-labelledby="samples-h">
        <h2 id="samples-h" class="title">
          Start from a sample
        </h2>
        <p class="muted">Runs now on simulated models: no key, no network, nothing to pay.</p>
        <ul class="plain samples">
          {store.context.value.samples.map((sample) => (
            <SampleItem key={sample.id} sample={sample} />
          ))}
        </ul>
        <h2 class="title second">Or bring your own</h2>
        <ul class="plain samples">
          <li>
            <button class="sample" onClick={() => host.ask({ method: "prompt/from-file" })}>
              <span class="sample-icon">
                <Icon name="file-text" />
              </span>
              <span>
                <span class="strong">Compare a prompt file</span>
                <span class="muted">Any text file; {"{{name}}"} in it becomes a field.</span>
              </span>
            </button>
          </li>
        </ul>
      </section>
      <Specimen />
    </section>
  );
}

function SampleItem({ sample }: { readonly sample: Sample }) {
  const { host } = usePage();
  return (
    <li>
      <button class="sample" onClick={() => host.ask({ method: "sample/open", sample: sample.id })}>
        <span class="sample-icon">
          <Icon name={sample.icon} />
        </span>
        <span>
          <span class="strong">{sample.title}</span>
          <span class="muted">{sample.text}</span>
          <span class="small muted">{sample.facts}</span>
        </span>
      </button>
    </li>
  );
}

/** Where models can come from on this machine. */
export function Sources() {
  const { store, view } = usePage();
  const { sources, models } = store.context.value;
  return (
    <section aria-labelledby="sources-h">
      <div class="section-head">
        <h2 id="sources-h" class="strong">
          Lanes
        </h2>
        <span class="muted">A lane is one model at one effort. Pick some and they run side by side.</span>
      </div>
      <ul class="plain found">
        <li>
          <Icon name="table" tone="muted" />
          <span class="grow">
            <span class="strong">{plural(models.length, "model")}</span>{" "}
            <span class="muted">and their efforts, as a table to pick from</span>
          </span>
          <button class="link" onClick={() => (view.isComposing.value = true)}>
            Pick lanes
          </button>
        </li>
        {sources.map((source) => (
          <SourceItem key={source.type === "add-key" ? "add-key" : `${source.type} ${source.provider}`} source={source} />
        ))}
      </ul>
    </section>
  );
}

function SourceItem({ source }: { readonly source: ModelSource }) {
  const { host } = usePage();
  switch (source.type) {
    case "local":
      return (
        <li>
          <Icon name="server-process" tone="muted" />
          <span class="grow">
            <span class="strong">{source.label}</span>{" "}
            <span class="muted">is running on this computer with {plural(source.models, "model")}</span>
          </span>
          <button class="link" aria-label={`Add lanes from ${source.label}`} onClick={() => host.ask({ method: "lane/pick" })}>
            Add lanes
          </button>
        </li>
      );
    case "environment-key":
      return (
        <li>
          <Icon name="key" tone="muted" />
          <span class="grow">
            <span class="strong">{source.label}</span>{" "}
            <span class="muted">
              has a key in <code>{source.variable}</code>
            </span>
          </span>
          <button
            class="link"
            aria-label={`Use it: the key of ${source.label}`}
            onClick={() => host.ask({ method: "key/use-environment", provider: source.provider })}
          >
            Use it
          </button>
        </li>
      );
    case "add-key":
      return (
        <li>
          <Icon name="add" tone="muted" />
          <span class="grow">
            <span class="strong">Another provider</span>{" "}
            <span class="muted">with a key of yours; the key stays in VS Code’s secret storage</span>
          </span>
          <button class="link" onClick={() => host.ask({ method: "lane/pick" })}>
            Add lanes…
          </button>
        </li>
      );
  }
}
